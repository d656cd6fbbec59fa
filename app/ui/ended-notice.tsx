import type { ReactNode } from "react";
import { Notice } from "./notice.tsx";

/** Tells how many devices were signed out, from the `?ended=` that the action left; nothing for anything else. */
export function EndedNotice({ ended }: { ended: string | string[] | undefined }): ReactNode {
  return (
    <div role="status" className="empty:hidden">
      {typeof ended === "string" && /^\d{1,4}$/.test(ended) && (
        <Notice tone="done">{sentence(Number(ended))}</Notice>
      )}
    </div>
  );
}

function sentence(ended: number): string {
  if (ended === 0) return "There was nothing left to sign out.";
  return ended === 1 ? "One device was signed out." : `${ended} devices were signed out.`;
}
