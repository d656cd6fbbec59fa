import type { Database } from "#db/open.ts";
import { events } from "#db/schema.ts";
import type { NewEvent } from "./event.ts";

/** Adds one line to the trail. Called inside the transaction of whatever it records, so neither stands alone. */
export function recordEvent(database: Database, event: NewEvent): void {
  recordEvents(database, [event]);
}

/** Adds a line for each, in one statement; the rest as `recordEvent`. */
export function recordEvents(database: Database, added: NewEvent[]): void {
  database.insert(events).values(added.map(toRow)).run();
}

function toRow(event: NewEvent): typeof events.$inferInsert {
  const { name, actor, at, accountId = null, sessionId = null, detail = {} } = event;
  return {
    at,
    name,
    actorKind: actor.kind,
    actorId: actor.id,
    actorSessionId: actor.sessionId,
    accountId,
    sessionId,
    address: actor.address,
    detail,
  };
}
