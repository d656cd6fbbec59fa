import { eq, inArray, type SQL } from "drizzle-orm";
import { type Database, immediate } from "#db/open.ts";
import { endedSessions, sessions } from "#db/schema.ts";
import type { EventName } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import type { EndReason } from "../session.ts";
import type { EndingRecord, StoredSession } from "../session-store.ts";

/** One ending for all, or each row's own. */
type Ending = EndingRecord | ((row: StoredSession) => EndingRecord);

/**
 * Moves the rows to the history with one event each, in one transaction. Synchronous, so that a larger
 * transaction (a ban, a change of password) can hold it. Returns how many ended.
 */
export function endSessions(
  database: Database,
  which: SQL | undefined,
  ending: Ending,
  limit?: number,
): number {
  // No condition would mean every session of everybody: say `true` in SQL to mean that.
  if (which === undefined) throw new TypeError("endSessions needs a condition");
  return immediate(database, () => {
    const query = database.select().from(sessions).where(which);
    const rows = limit === undefined ? query.all() : query.limit(limit).all();
    for (const row of rows)
      moveToHistory(database, row, typeof ending === "function" ? ending(row) : ending);
    return rows.length;
  });
}

/** Ends exactly these sessions; the rest as `endSessions`. */
export function endSessionsById(database: Database, ids: string[], ending: EndingRecord): number {
  return ids.length === 0 ? 0 : endSessions(database, inArray(sessions.id, ids), ending);
}

function moveToHistory(
  database: Database,
  row: StoredSession,
  { reason, actor, at }: EndingRecord,
): void {
  database.delete(sessions).where(eq(sessions.id, row.id)).run();
  database
    .insert(endedSessions)
    .values({ ...row, reason, actorKind: actor.kind, actorId: actor.id, endedAt: at })
    .run();
  recordEvent(database, {
    name: eventFor(reason),
    actor,
    at,
    accountId: row.accountId,
    sessionId: row.id,
    detail: { reason },
  });
}

function eventFor(reason: EndReason): EventName {
  if (reason === "idle" || reason === "expired") return "session_expired";
  return reason === "signed_out" ? "authn_token_delete" : "authn_token_revoked";
}
