"use client";

import { type ReactNode, useActionState } from "react";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { confirmEmail } from "./actions.ts";

export function ConfirmForm({ token }: { token: string }): ReactNode {
  const [state, action] = useActionState(confirmEmail, null);
  return (
    <form action={action} className="grid gap-4">
      {state && <Notice tone="problem">{state.problem}</Notice>}
      <input type="hidden" name="token" value={token} />
      <Button look="primary" wide>
        Confirm email address
      </Button>
    </form>
  );
}
