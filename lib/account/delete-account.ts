import { and, asc, eq, inArray, lte } from "drizzle-orm";
import { type Database, immediate } from "#db/open.ts";
import { accounts, endedSessions, sessions } from "#db/schema.ts";
import { type Actor, system } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { endSessions } from "#lib/session/stores/end-sessions.ts";
import { isLastAdministrator } from "./last-administrator.ts";

export type DeletionOutcome = "deleted" | "unknown" | "last_administrator";

/**
 * Deletes the account with all that is kept about it, in one transaction: its sessions end and are forgotten, its
 * known devices, links and waiting mails go with it. The trail keeps its lines, which know only its id.
 */
export function deleteAccount(
  database: Database,
  accountId: string,
  actor: Actor,
  at: Date,
): DeletionOutcome {
  return immediate(database, (): DeletionOutcome => {
    if (isLastAdministrator(database, accountId, at)) return "last_administrator";
    endSessions(database, eq(sessions.accountId, accountId), {
      reason: "account_deleted",
      actor,
      at,
    });
    database.delete(endedSessions).where(eq(endedSessions.accountId, accountId)).run();
    const deleted = database.delete(accounts).where(eq(accounts.id, accountId)).run().changes;
    if (deleted === 0) return "unknown";
    recordEvent(database, { name: "user_deleted", actor, at, accountId });
    return "deleted";
  });
}

/**
 * Goes on with the account whose deletion has been due for longest: forgets at most `limit` of its ended sessions
 * and, when none is left, deletes it. Inside the caller's transaction; returns how many rows it deleted.
 */
export function deleteDueAccount(database: Database, now: Date, limit: number): number {
  const due = database
    .select({ id: accounts.id })
    .from(accounts)
    .where(lte(accounts.deletionDueAt, now))
    .orderBy(asc(accounts.deletionDueAt))
    .limit(1)
    .get();
  if (due === undefined) return 0;
  const forgotten = forgetEnded(database, due.id, limit);
  if (forgotten === limit) return forgotten;
  return forgotten + (deleteAccount(database, due.id, system, now) === "deleted" ? 1 : 0);
}

function forgetEnded(database: Database, accountId: string, limit: number): number {
  const some = database
    .select({ id: endedSessions.id })
    .from(endedSessions)
    .where(eq(endedSessions.accountId, accountId))
    .limit(limit);
  return database
    .delete(endedSessions)
    .where(and(eq(endedSessions.accountId, accountId), inArray(endedSessions.id, some)))
    .run().changes;
}
