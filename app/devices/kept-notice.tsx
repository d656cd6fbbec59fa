import type { ReactNode } from "react";
import { Notice } from "../ui/notice.tsx";

/** Tells somebody whose account was to be deleted that it is not any more, from the `?kept=1` that signing in left. */
export function KeptNotice({ kept }: { kept: string | string[] | undefined }): ReactNode {
  return (
    <div role="status" className="empty:hidden">
      {kept === "1" && (
        <Notice tone="done">Welcome back. Your account is kept: its deletion was cancelled.</Notice>
      )}
    </div>
  );
}
