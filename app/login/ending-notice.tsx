import type { ReactNode } from "react";
import type { Ending } from "#lib/session/session.ts";
import { Instant } from "../ui/instant.tsx";
import { Notice } from "../ui/notice.tsx";
import { endingSentence } from "./ending-sentence.ts";

/** Why the session whose cookie this browser still carries is over. */
export function EndingNotice({ ending, now }: { ending: Ending; now: Date }): ReactNode {
  return (
    <Notice tone="caution">
      {endingSentence(ending)} <Instant at={ending.endedAt} now={now} />.
    </Notice>
  );
}
