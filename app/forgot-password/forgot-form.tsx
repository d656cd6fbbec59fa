"use client";

import { type ReactNode, useActionState } from "react";
import { Button } from "../ui/button.tsx";
import { EmailField } from "../ui/email-field.tsx";
import { Notice } from "../ui/notice.tsx";
import { sendLink } from "./actions.ts";

export function ForgotForm(): ReactNode {
  const [state, action] = useActionState(sendLink, null);
  return (
    <form action={action} className="grid gap-4">
      <div role="status" className="empty:hidden">
        {state?.done && (
          <Notice tone="done">
            If there is an account with this address, a mail with a link is on its way. The link
            works for 10 minutes.
          </Notice>
        )}
      </div>
      {state?.problem && <Notice tone="problem">{state.problem}</Notice>}
      <EmailField typed={state?.email} problem={state?.problems?.email} />
      <Button look="primary" wide>
        Send link
      </Button>
    </form>
  );
}
