import { and, eq, inArray, lte, notInArray, type SQL } from "drizzle-orm";
import { type Database, immediate } from "#db/open.ts";
import { accounts, sessions } from "#db/schema.ts";
import { system } from "#lib/audit/event.ts";
import { after, before, type Duration } from "#lib/duration.ts";
import type { EndingRecord, IdleTimeouts } from "../session-store.ts";
import { type EndingRow, endSessions } from "./end-sessions.ts";

/**
 * Ends sessions that are over, each with the reason and at the instant it ran out, in one transaction. One indexed
 * range for each class, so that it costs what it ends and not what is alive.
 */
export function endTimedOut(
  database: Database,
  idle: IdleTimeouts,
  now: Date,
  limit: number,
): number {
  const admins = database
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.role, "admin"));
  const isMembers = notInArray(sessions.accountId, admins);
  const classes: [SQL | undefined, Duration][] = [
    [inArray(sessions.accountId, admins), idle.admin],
    [and(eq(sessions.remembered, false), isMembers), idle.member],
    [and(eq(sessions.remembered, true), isMembers), idle.remembered],
  ];
  return immediate(database, () => {
    let ended = 0;
    for (const [inClass, timeout] of classes) {
      const unseen = and(inClass, lte(sessions.lastSeenAt, before(now, timeout)));
      ended += endSessions(database, unseen, (row) => whicheverFirst(row, timeout), limit - ended);
    }
    // What is left was in use up to its absolute timeout.
    return ended + endSessions(database, lte(sessions.expiresAt, now), expired, limit - ended);
  });
}

function whicheverFirst(row: EndingRow, timeout: Duration): EndingRecord {
  const at = after(row.lastSeenAt, timeout);
  return row.expiresAt <= at ? expired(row) : { reason: "idle", actor: system, at };
}

function expired({ expiresAt }: EndingRow): EndingRecord {
  return { reason: "expired", actor: system, at: expiresAt };
}
