import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

/** A framed part of a page. */
export function Card({
  heading,
  lead,
  className,
  children,
}: {
  heading?: string;
  lead?: ReactNode;
  className?: string;
  children: ReactNode;
}): ReactNode {
  return (
    <section
      className={classNames("rounded-card bg-surface p-5 ring-1 ring-line sm:p-6", className)}
    >
      {heading && <h2 className="text-lg font-semibold">{heading}</h2>}
      {lead && <p className="mt-1 text-sm text-muted">{lead}</p>}
      <div className={heading || lead ? "mt-4" : undefined}>{children}</div>
    </section>
  );
}
