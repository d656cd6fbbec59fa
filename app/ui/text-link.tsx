import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";

/** A link within or below a text. */
export function TextLink({ href, children }: { href: Route; children: ReactNode }): ReactNode {
  return (
    <Link href={href} prefetch={false} className="font-medium text-accent-ink underline">
      {children}
    </Link>
  );
}
