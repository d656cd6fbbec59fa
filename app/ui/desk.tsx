import type { ReactNode } from "react";
import type { Session } from "#lib/session/session.ts";
import { signOut } from "../actions.ts";
import { Button } from "./button.tsx";
import { DocumentForm } from "./document-form.tsx";
import { Logo } from "./logo.tsx";
import { NavLink } from "./nav-link.tsx";

/** A page for somebody who is signed in: the banner with their name and the way out, then the content. */
export function Desk({
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
    <>
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:p-3">
        Skip to content
      </a>
      <Banner session={session} />
      <main id="content" className="mx-auto grid w-full max-w-4xl gap-6 px-4 py-8 sm:px-6 sm:py-10">
        <div>
          <h1 className="text-2xl font-semibold tracking-tight">{heading}</h1>
          {lead && <p className="mt-1 text-muted">{lead}</p>}
        </div>
        {children}
      </main>
    </>
  );
}

function Banner({ session: { account } }: { session: Session }): ReactNode {
  return (
    <header className="border-b border-line bg-surface">
      <div className="mx-auto flex max-w-4xl flex-wrap items-center gap-x-6 gap-y-1 px-4 py-2 sm:px-6">
        <Logo />
        <nav
          aria-label="Main"
          className="order-last -ml-3 flex w-full gap-1 sm:order-none sm:ml-0 sm:w-auto"
        >
          <NavLink href="/devices">Devices</NavLink>
          <NavLink href="/account">Account</NavLink>
          {account.role === "admin" && <NavLink href="/admin">Administration</NavLink>}
        </nav>
        <div className="ml-auto flex min-w-0 items-center gap-2">
          <span className="max-w-32 truncate text-sm text-muted sm:max-w-56" title={account.email}>
            {account.name}
          </span>
          <DocumentForm action={signOut}>
            <Button>Sign out</Button>
          </DocumentForm>
        </div>
      </div>
    </header>
  );
}
