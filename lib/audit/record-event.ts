import type { Database } from "#db/open.ts";
import { events } from "#db/schema.ts";
import type { NewEvent } from "./event.ts";

/** Adds one line to the trail. Called inside the transaction of whatever it records, so neither stands alone. */
export function recordEvent(database: Database, event: NewEvent): void {
  const { name, actor, at, accountId = null, sessionId = null, detail = {} } = event;
  database
    .insert(events)
    .values({
      at,
      name,
      actorKind: actor.kind,
      actorId: actor.id,
      accountId,
      sessionId,
      address: actor.address,
      detail,
    })
    .run();
}
