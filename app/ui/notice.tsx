import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

const tones = {
  done: "bg-accent-soft text-accent-ink",
  problem: "bg-danger-soft text-danger-ink",
  caution: "bg-caution-soft text-caution-ink",
};

/** One sentence about what just happened. A problem interrupts a screen reader. */
export function Notice({
  tone,
  children,
}: {
  tone: keyof typeof tones;
  children: ReactNode;
}): ReactNode {
  return (
    <p
      role={tone === "problem" ? "alert" : undefined}
      className={classNames("rounded-control px-4 py-3 text-sm", tones[tone])}
    >
      {children}
    </p>
  );
}
