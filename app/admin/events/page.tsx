import type { Metadata } from "next";
import type { ReactNode } from "react";
import type { EventFilter } from "#lib/audit/audit-log.ts";
import { requireAdmin } from "#lib/http/guards.ts";
import { parseCursor } from "#lib/page.ts";
import { services } from "#lib/services.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Pager } from "../../ui/pager.tsx";
import { AdminDesk } from "../admin-desk.tsx";
import { EventList } from "../event-list.tsx";
import { type EventQuery, readEventQuery, toFilter } from "./event-query.ts";
import { EventSearch } from "./event-search.tsx";

export const metadata: Metadata = { title: "Audit trail" };

export default async function EventsPage({
  searchParams,
}: PageProps<"/admin/events">): Promise<ReactNode> {
  const session = await requireAdmin();
  const { older, newer, ...rest } = await searchParams;
  const query = readEventQuery(rest);
  const filter = await filterFor(query);
  const { audit, now } = services();
  const request = { older: parseCursor(older), newer: parseCursor(newer) };
  const page = filter ? await audit.list(filter, request) : { items: [], newer: null, older: null };
  return (
    <AdminDesk
      session={session}
      heading="Audit trail"
      lead="Who did what to whom, newest first. Lines are added, never changed."
    >
      <EventSearch query={query} />
      {page.items.length === 0 ? (
        <EmptyState heading="No events found">
          {filter ? "Nothing like this happened." : "There is no account with this address."}
        </EmptyState>
      ) : (
        <EventList events={page.items} now={now()} />
      )}
      <Pager path="/admin/events" query={{ ...query }} page={page} />
    </AdminDesk>
  );
}

/** Null when the query names an account that does not exist. */
async function filterFor(query: EventQuery): Promise<EventFilter | null> {
  if (!query.account) return toFilter(query);
  const account = await services().accounts.findByEmail(query.account);
  return account && toFilter(query, account.id);
}
