"use client";

import { type ReactNode, useActionState } from "react";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { EmailField } from "../ui/email-field.tsx";
import { Field } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { login } from "./actions.ts";

export function LoginForm({ next }: { next: string | null }): ReactNode {
  const [state, action] = useActionState(login, null);
  return (
    <form action={action} className="grid gap-4">
      {state && <Notice tone="problem">{state.problem}</Notice>}
      {next && <input type="hidden" name="next" value={next} />}
      <EmailField typed={state?.email} />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      <Checkbox
        label="Keep me signed in"
        name="remember"
        defaultChecked={state?.remember ?? false}
      />
      <Button look="primary" wide>
        Sign in
      </Button>
    </form>
  );
}
