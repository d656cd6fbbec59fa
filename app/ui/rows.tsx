import type { ReactNode } from "react";

/** A framed list with a line between its rows. */
export function Rows({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <ul
      // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without markers
      role="list"
      aria-label={label}
      className="divide-y divide-line rounded-card bg-surface ring-1 ring-line"
    >
      {children}
    </ul>
  );
}
