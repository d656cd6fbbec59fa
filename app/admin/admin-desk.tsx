import type { ReactNode } from "react";
import type { Session } from "#lib/session/session.ts";
import { Desk } from "../ui/desk.tsx";
import { NavLink } from "../ui/nav-link.tsx";

/** A page of the administrators' console. */
export function AdminDesk({
  session,
  heading,
  lead,
  children,
}: {
  session: Session;
  heading: string;
  lead?: ReactNode;
  children: ReactNode;
}): ReactNode {
  return (
    <Desk session={session} heading={heading} lead={lead}>
      <nav aria-label="Administration" className="-mt-2 -ml-3 flex flex-wrap gap-1">
        <NavLink href="/admin" exact>
          Overview
        </NavLink>
        <NavLink href="/admin/accounts">Accounts</NavLink>
        <NavLink href="/admin/events">Audit trail</NavLink>
      </nav>
      {children}
    </Desk>
  );
}
