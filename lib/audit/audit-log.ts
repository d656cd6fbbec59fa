import { aliasedTable, and, eq, gte, lt, type SQL } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts, events } from "#db/schema.ts";
import { along } from "#lib/along.ts";
import { type Page, type PageRequest, pageOf, type Range } from "#lib/page.ts";
import type { AuditEvent, EventName } from "./event.ts";

/** Only events that match every given part. */
export interface EventFilter {
  name?: EventName | undefined;
  /** Done by or to this account. */
  accountId?: string | undefined;
  from?: Date | undefined;
  /** Before this instant. */
  until?: Date | undefined;
}

/** Reading the trail, newest first. It is written by `recordEvent`, inside what it records. */
export function auditLogIn(database: Database) {
  return {
    async list(filter: EventFilter = {}, request: PageRequest = {}): Promise<Page<AuditEvent>> {
      return pageOf(
        request,
        (event) => event.id,
        (range) => read(database, filter, range),
      );
    },
  };
}

/** What an account did and what was done to it are two queries: an OR of both would sort all that it ever had. */
function read(database: Database, filter: EventFilter, range: Range): AuditEvent[] {
  const { accountId } = filter;
  if (!accountId) return readWhere(database, undefined, filter, range);
  const either = [eq(events.accountId, accountId), eq(events.actorId, accountId)];
  const found = either.flatMap((which) => readWhere(database, which, filter, range));
  const once = new Map(found.map((event) => [event.id, event])).values();
  const order = range.direction === "newer" ? 1 : -1;
  return [...once].sort((one, other) => order * (one.id - other.id)).slice(0, range.limit);
}

function readWhere(
  database: Database,
  which: SQL | undefined,
  filter: EventFilter,
  range: Range,
): AuditEvent[] {
  const actors = aliasedTable(accounts, "actors");
  const subjects = aliasedTable(accounts, "subjects");
  const { beyond, order } = along(events.id, range);
  const rows = database
    .select({ event: events, actorEmail: actors.email, accountEmail: subjects.email })
    .from(events)
    .leftJoin(actors, eq(actors.id, events.actorId))
    .leftJoin(subjects, eq(subjects.id, events.accountId))
    .where(and(which, ...conditions(filter), beyond))
    .orderBy(order)
    .limit(range.limit)
    .all();
  return rows.map(({ event, actorEmail, accountEmail }) => ({
    id: event.id,
    at: event.at,
    name: event.name,
    actor: {
      kind: event.actorKind,
      id: event.actorId,
      sessionId: event.actorSessionId,
      email: actorEmail,
    },
    account: event.accountId === null ? null : { id: event.accountId, email: accountEmail },
    sessionId: event.sessionId,
    address: event.address,
    detail: event.detail,
  }));
}

function conditions({ name, from, until }: EventFilter): (SQL | undefined)[] {
  return [
    name && eq(events.name, name),
    from && gte(events.at, from),
    until && lt(events.at, until),
  ];
}
