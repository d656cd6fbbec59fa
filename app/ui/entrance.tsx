import type { ReactNode } from "react";
import { Logo } from "./logo.tsx";

/** A page for somebody who is not signed in: one column, one task. */
export function Entrance({
  heading,
  lead,
  children,
}: {
  heading: string;
  lead?: ReactNode;
  children: ReactNode;
}): ReactNode {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 px-4 py-10">
      <header className="text-lg">
        <Logo />
      </header>
      <main className="rounded-card bg-surface p-6 ring-1 ring-line sm:p-8">
        <h1 className="text-xl font-semibold">{heading}</h1>
        {lead && <p className="mt-1 text-sm text-muted">{lead}</p>}
        <div className="mt-5">{children}</div>
      </main>
    </div>
  );
}
