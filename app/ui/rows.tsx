import type { ReactNode } from "react";

/** A framed list with a line between its rows. The role is said aloud because styled lists lose theirs in Safari. */
export function Rows({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without markers
    <ul role="list" aria-label={label} className="divide-y divide-line rounded-card bg-surface ring-1 ring-line">
      {children}
    </ul>
  );
}
