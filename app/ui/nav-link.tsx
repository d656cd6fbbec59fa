"use client";

import type { Route } from "next";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

/** A link that knows when it leads to where one is. */
export function NavLink({
  href,
  exact = false,
  children,
}: {
  href: Route;
  exact?: boolean;
  children: ReactNode;
}): ReactNode {
  const path = usePathname();
  const isCurrent = path === href || (!exact && path.startsWith(`${href}/`));
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={isCurrent ? "page" : undefined}
      className={classNames(
        "inline-flex min-h-11 items-center rounded-control px-3 text-sm font-medium sm:min-h-9",
        isCurrent ? "bg-accent-soft text-accent-ink" : "text-muted hover:bg-sunken hover:text-ink",
      )}
    >
      {children}
    </Link>
  );
}
