"use client";

import { type ReactNode, useActionState } from "react";
import { Button } from "../ui/button.tsx";
import { NewPasswordField } from "../ui/new-password-field.tsx";
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
      <NewPasswordField
        label="New password"
        name="newPassword"
        minLength={minLength}
        problem={state?.problems?.password}
      />
      <Button look="primary" wide>
        Set password
      </Button>
    </form>
  );
}
