import type { ReactNode } from "react";
import { LinkButton } from "../ui/link-button.tsx";
import { Notice } from "../ui/notice.tsx";

/** What is to be done about a link that was used or ran out. */
export function DeadLink(): ReactNode {
  return (
    <div className="grid gap-4">
      <Notice tone="problem">
        This link does not work any more. It was used already, or its 10 minutes are over.
      </Notice>
      <div>
        <LinkButton href="/forgot-password">Send a new link</LinkButton>
      </div>
    </div>
  );
}
