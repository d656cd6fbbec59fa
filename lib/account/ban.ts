import { and, eq, isNotNull } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts, sessions } from "#db/schema.ts";
import type { Actor } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { after, days } from "#lib/duration.ts";
import { actingAs } from "#lib/session/stores/acting-as.ts";
import { endSessions } from "#lib/session/stores/end-sessions.ts";
import { isLastAdministrator } from "./last-administrator.ts";

export interface Ban {
  reason: string;
  /** Null: until somebody lifts it. */
  until: Date | null;
}

/** The reason as an administrator typed it: 1 to 200 characters on one line; otherwise null. */
export function parseBanReason(value: unknown): string | null {
  const reason = typeof value === "string" ? value.trim() : "";
  return reason !== "" && reason.length <= 200 && !/\p{Cc}/u.test(reason) ? reason : null;
}

/** The end of the day `YYYY-MM-DD` in UTC; undefined when that is no day, or a past one. */
export function parseBanEnd(value: unknown, now: Date): Date | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value)) return undefined;
  const day = new Date(`${value}T00:00:00Z`);
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
  const end = after(day, days(1));
  return isDay && end > now ? end : undefined;
}

export type BanOutcome = "done" | "unknown" | "yourself" | "last_administrator" | "session_ended";

/** Bans the account and ends its sessions, in one transaction; a ban that stands is replaced. */
export function banAccount(
  database: Database,
  accountId: string,
  { reason, until }: Ban,
  actor: Actor,
  at: Date,
): BanOutcome {
  return actingAs(database, actor, "session_ended", (): BanOutcome => {
    if (actor.id === accountId) return "yourself";
    if (isLastAdministrator(database, accountId, at)) return "last_administrator";
    const banned = database
      .update(accounts)
      .set({ bannedAt: at, bannedUntil: until, banReason: reason })
      .where(eq(accounts.id, accountId))
      .run().changes;
    if (banned === 0) return "unknown";
    const detail = { reason, until: until?.toISOString() ?? null };
    recordEvent(database, { name: "user_banned", actor, at, accountId, detail });
    endSessions(database, eq(sessions.accountId, accountId), { reason: "banned", actor, at });
    return "done";
  });
}

/** Lifts a ban; the sessions it ended stay ended. False when there was none. */
export function liftBan(database: Database, accountId: string, actor: Actor, at: Date): boolean {
  return actingAs(database, actor, false, () => {
    const lifted = database
      .update(accounts)
      .set({ bannedAt: null, bannedUntil: null, banReason: null })
      .where(and(eq(accounts.id, accountId), isNotNull(accounts.bannedAt)))
      .run().changes;
    if (lifted === 0) return false;
    recordEvent(database, { name: "user_unbanned", actor, at, accountId });
    return true;
  });
}
