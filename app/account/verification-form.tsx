"use client";

import { type ReactNode, useActionState } from "react";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { sendVerification } from "./email-actions.ts";

export function VerificationForm(): ReactNode {
  const [state, action] = useActionState(sendVerification, null);
  return (
    <form action={action} className="grid max-w-md gap-3">
      <div role="status" className="empty:hidden">
        {state?.done && <Notice tone="done">{state.done}</Notice>}
      </div>
      {state?.problem && <Notice tone="problem">{state.problem}</Notice>}
      <div>
        <Button>Send verification mail</Button>
      </div>
    </form>
  );
}
