"use client";

import { type ReactNode, useActionState } from "react";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { banAccount } from "./actions.ts";

export function BanForm({ accountId }: { accountId: string }): ReactNode {
  const [state, action] = useActionState(banAccount, null);
  return (
    <form action={action} className="grid gap-4 text-ink">
      {state?.problem && <Notice tone="problem">{state.problem}</Notice>}
      <input type="hidden" name="accountId" value={accountId} />
      <Field
        label="Reason"
        name="reason"
        required
        maxLength={200}
        defaultValue={state?.reason ?? ""}
        problem={state?.problems.reason}
        hint="Kept in the audit trail; the person does not see it."
      />
      <Field
        label="Until"
        name="until"
        type="date"
        defaultValue={state?.until ?? ""}
        problem={state?.problems.until}
        hint="Optional. The last day of the ban, in UTC; empty means until somebody lifts it."
      />
      <Button look="danger" wide>
        Confirm
      </Button>
    </form>
  );
}
