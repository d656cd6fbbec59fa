import type { ReactNode } from "react";
import { LocalTime } from "./local-time.tsx";
import { exactTime, relativeTime } from "./time-text.ts";

/** An instant in words ("3 minutes ago"), with the exact time on hover; in UTC until the browser's zone is known. */
export function Instant({ at, now }: { at: Date; now: Date }): ReactNode {
  return (
    <LocalTime
      instant={at.toISOString()}
      relative={relativeTime(at, now)}
      exact={exactTime(at, "UTC")}
    />
  );
}
