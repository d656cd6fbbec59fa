"use client";

import { type ReactNode, useActionState } from "react";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { NewPasswordField } from "../ui/new-password-field.tsx";
import { Notice } from "../ui/notice.tsx";
import { Username } from "../ui/username.tsx";
import { changePassword } from "./actions.ts";

export function PasswordForm({
  email,
  minLength,
}: {
  email: string;
  minLength: number;
}): ReactNode {
  const [state, action] = useActionState(changePassword, null);
  return (
    <form action={action} className="grid max-w-md gap-4">
      <div role="status" className="empty:hidden">
        {state?.done && <Notice tone="done">{state.done}</Notice>}
      </div>
      {state?.problem && <Notice tone="problem">{state.problem}</Notice>}
      <Username email={email} />
      <Field
        label="Current password"
        name="currentPassword"
        type="password"
        autoComplete="current-password"
        required
        problem={state?.problems?.current}
      />
      <NewPasswordField
        label="New password"
        name="newPassword"
        minLength={minLength}
        about={[email]}
        problem={state?.problems?.next}
      />
      <div>
        <Button>Change password</Button>
      </div>
    </form>
  );
}
