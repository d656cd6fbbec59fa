"use client";

import { type ReactNode, useActionState } from "react";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { changeEmail } from "./email-actions.ts";

/** `typed` is what stood there before the person had to prove who they are. */
export function EmailForm({ typed }: { typed: string }): ReactNode {
  const [state, action] = useActionState(changeEmail, null);
  return (
    <form action={action} className="grid max-w-md gap-4">
      <div role="status" className="empty:hidden">
        {state?.done && <Notice tone="done">{state.done}</Notice>}
      </div>
      <Field
        label="New email"
        name="newEmail"
        type="email"
        autoComplete="email"
        required
        maxLength={254}
        hint="We send a link there. Until you open it, nothing changes."
        defaultValue={state?.email ?? typed}
        problem={state?.problem}
      />
      <div>
        <Button>Change email</Button>
      </div>
    </form>
  );
}
