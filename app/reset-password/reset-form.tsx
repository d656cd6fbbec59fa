"use client";

import { type ReactNode, useActionState } from "react";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { setPassword } from "./actions.ts";
import { DeadLink } from "./dead-link.tsx";

export function ResetForm({ token, minLength }: { token: string; minLength: number }): ReactNode {
  const [state, action] = useActionState(setPassword, null);
  if (state?.isDead) return <DeadLink />;
  return (
    <form action={action} className="grid gap-4">
      {state?.problem && <Notice tone="problem">{state.problem}</Notice>}
      <input type="hidden" name="token" value={token} />
      <Field
        label="New password"
        name="newPassword"
        type="password"
        autoComplete="new-password"
        required
        hint={`At least ${minLength} characters. A few words in a row are easy to remember.`}
        problem={state?.problems?.password}
      />
      <Button look="primary" wide>
        Set password
      </Button>
    </form>
  );
}
