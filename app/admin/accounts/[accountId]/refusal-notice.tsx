import type { ReactNode } from "react";
import { Notice } from "../../../ui/notice.tsx";

const sentences: Record<string, string> = {
  yourself: "You cannot ban yourself or change your own role.",
  last_administrator: "This is the last administrator: make somebody else one first.",
  unknown: "That could not be done: the account is not there any more.",
};

/** Tells why an action was refused, from the `?refused=` that it left. */
export function RefusalNotice({ refused }: { refused: string | string[] | undefined }): ReactNode {
  const sentence =
    typeof refused === "string" && Object.hasOwn(sentences, refused)
      ? sentences[refused]
      : undefined;
  return sentence && <Notice tone="problem">{sentence}</Notice>;
}
