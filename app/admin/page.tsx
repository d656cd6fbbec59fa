import type { Metadata, Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { requireAdmin } from "#lib/http/guards.ts";
import { services } from "#lib/services.ts";
import { AdminDesk } from "./admin-desk.tsx";
import { EventList } from "./event-list.tsx";

export const metadata: Metadata = { title: "Administration" };

export default async function AdminPage(): Promise<ReactNode> {
  const session = await requireAdmin();
  const { accounts, sessions, audit, now } = services();
  const counts = await accounts.counts();
  const recent = await audit.list({}, { size: 10 });
  return (
    <AdminDesk session={session} heading="Administration">
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Figure label="Accounts" value={counts.accounts} href="/admin/accounts" />
        <Figure label="Live sessions" value={await sessions.countLive()} />
        <Figure
          label="Administrators"
          value={counts.administrators}
          href="/admin/accounts?show=admins"
        />
        <Figure label="Banned" value={counts.banned} href="/admin/accounts?show=banned" />
      </dl>
      <section aria-labelledby="recent" className="grid gap-3">
        <h2 id="recent" className="text-lg font-semibold">
          Latest events
        </h2>
        <EventList events={recent.items} now={now()} />
        <Link href="/admin/events" className="text-sm font-medium text-accent-ink underline">
          The whole audit trail
        </Link>
      </section>
    </AdminDesk>
  );
}

function Figure({ label, value, href }: { label: string; value: number; href?: Route }): ReactNode {
  const shown = value.toLocaleString("en");
  return (
    <div className="flex flex-col-reverse rounded-card bg-surface p-4 ring-1 ring-line">
      <dt className="text-sm text-muted">
        {href ? (
          <Link href={href} className="underline">
            {label}
          </Link>
        ) : (
          label
        )}
      </dt>
      <dd className="text-2xl font-semibold tabular-nums">{shown}</dd>
    </div>
  );
}
