import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { type ButtonLook, buttonClasses } from "./button-classes.ts";

export function LinkButton({
  href,
  look = "plain",
  children,
}: {
  href: Route;
  look?: ButtonLook;
  children: ReactNode;
}): ReactNode {
  return (
    <Link href={href} scroll={false} className={buttonClasses(look)}>
      {children}
    </Link>
  );
}
