"use client";

import { type ReactNode, useActionState } from "react";
import type { PersonFormState } from "#lib/http/person-form.ts";
import { Button } from "./button.tsx";
import { EmailField } from "./email-field.tsx";
import { Field } from "./field.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { Notice } from "./notice.tsx";

/** Name, Email and Password of somebody who gets an account. */
export function PersonForm({
  action,
  submit,
  minLength,
  token,
}: {
  action: (previous: PersonFormState, form: FormData) => Promise<PersonFormState>;
  submit: string;
  minLength: number;
  /** The setup link's. */
  token?: string;
}): ReactNode {
  const [state, formAction] = useActionState(action, null);
  return (
    <form action={formAction} className="grid gap-4">
      {state?.problem && <Notice tone="problem">{state.problem}</Notice>}
      {token && <input type="hidden" name="token" value={token} />}
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        required
        maxLength={100}
        defaultValue={state?.name ?? ""}
        problem={state?.problems.name}
      />
      <EmailField typed={state?.email} problem={state?.problems.email} />
      <NewPasswordField
        label="Password"
        name="password"
        minLength={minLength}
        problem={state?.problems.password}
      />
      <Button look="primary" wide>
        {submit}
      </Button>
    </form>
  );
}
