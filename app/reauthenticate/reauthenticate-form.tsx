"use client";

import { type ReactNode, useActionState } from "react";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { Username } from "../ui/username.tsx";
import { confirmIdentity } from "./actions.ts";

export function ReauthenticateForm({ email, next }: { email: string; next: string }): ReactNode {
  const [state, action] = useActionState(confirmIdentity, null);
  return (
    <form action={action} className="grid max-w-md gap-4">
      {state?.problem && <Notice tone="problem">{state.problem}</Notice>}
      <input type="hidden" name="next" value={next} />
      <Username email={email} />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        autoFocus
        problem={state?.wrong}
      />
      <div>
        <Button look="primary">Confirm</Button>
      </div>
    </form>
  );
}
