import type { ReactNode } from "react";
import { Notice } from "../ui/notice.tsx";
import { durationText } from "../ui/time-text.ts";

/** What the browser in which somebody has just asked for the deletion of their account comes back to. */
export function DeletionNotice({
  deletion,
  grace,
}: {
  deletion: string | string[] | undefined;
  grace: number;
}): ReactNode {
  if (deletion !== "requested") return null;
  return (
    <Notice tone="caution">
      You are signed out everywhere. The account will be deleted in {durationText(grace)}; sign in
      before then to keep it.
    </Notice>
  );
}
