import { inArray, type SQL } from "drizzle-orm";
import { type Database, immediate } from "#db/open.ts";
import { endedSessions, sessions } from "#db/schema.ts";
import type { EventName } from "#lib/audit/event.ts";
import { recordEvents } from "#lib/audit/record-event.ts";
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
    const over = rows.map((row) => ({
      row,
      ...(typeof ending === "function" ? ending(row) : ending),
    }));
    for (let first = 0; first < over.length; first += atOnce)
      moveToHistory(database, over.slice(first, first + atOnce));
    return rows.length;
  });
}

/** Ends exactly these sessions; the rest as `endSessions`. */
export function endSessionsById(database: Database, ids: string[], ending: EndingRecord): number {
  return ids.length === 0 ? 0 : endSessions(database, inArray(sessions.id, ids), ending);
}

/** So many rows a statement: each has 17 of the 32,766 parameters that SQLite allows. */
const atOnce = 500;

function moveToHistory(database: Database, over: (EndingRecord & { row: StoredSession })[]): void {
  const ids = over.map(({ row }) => row.id);
  database.delete(sessions).where(inArray(sessions.id, ids)).run();
  const history = over.map(({ row, reason, actor, at }) => ({
    ...row,
    reason,
    actorKind: actor.kind,
    actorId: actor.id,
    endedAt: at,
  }));
  database.insert(endedSessions).values(history).run();
  const trail = over.map(({ row: { id, accountId }, reason, actor, at }) => ({
    name: eventFor(reason),
    actor,
    at,
    accountId,
    sessionId: id,
    detail: { reason },
  }));
  recordEvents(database, trail);
}

function eventFor(reason: EndReason): EventName {
  if (reason === "idle" || reason === "expired") return "session_expired";
  return reason === "signed_out" ? "authn_token_delete" : "authn_token_revoked";
}
