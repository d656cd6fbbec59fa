import { inArray, type SQL } from "drizzle-orm";
import { type Database, immediate } from "#db/open.ts";
import { sessions } from "#db/schema.ts";
import type { EventName, NewEvent } from "#lib/audit/event.ts";
import { recordEvents } from "#lib/audit/record-event.ts";
import type { EndReason } from "../session.ts";
import type { EndingRecord, StoredSession } from "../session-store.ts";
import { moveToHistory } from "./move-to-history.ts";

/** What an ending goes by; the rest of the row is moved without being looked at. */
export type EndingRow = Pick<StoredSession, "id" | "accountId" | "lastSeenAt" | "expiresAt">;

const judged = {
  id: sessions.id,
  accountId: sessions.accountId,
  lastSeenAt: sessions.lastSeenAt,
  expiresAt: sessions.expiresAt,
};

/** One ending for all, or each row's own. */
type Ending = EndingRecord | ((row: EndingRow) => EndingRecord);

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
    const query = database.select(judged).from(sessions).where(which);
    const rows = limit === undefined ? query.all() : query.limit(limit).all();
    const trail = rows.map((row) => {
      const record = typeof ending === "function" ? ending(row) : ending;
      moveToHistory(database, row.id, record);
      return eventOf(row, record);
    });
    if (trail.length > 0) recordEvents(database, trail);
    return rows.length;
  });
}

/** Ends exactly these sessions; the rest as `endSessions`. */
export function endSessionsById(database: Database, ids: string[], ending: EndingRecord): number {
  return ids.length === 0 ? 0 : endSessions(database, inArray(sessions.id, ids), ending);
}

function eventOf({ id, accountId }: EndingRow, { reason, actor, at }: EndingRecord): NewEvent {
  return { name: eventFor(reason), actor, at, accountId, sessionId: id, detail: { reason } };
}

function eventFor(reason: EndReason): EventName {
  if (reason === "idle" || reason === "expired") return "session_expired";
  return reason === "signed_out" ? "authn_token_delete" : "authn_token_revoked";
}
