import type { Database } from "#db/open.ts";
import { accounts } from "#db/schema.ts";
import type { AccountActor } from "#lib/audit/event.ts";
import { after, type Duration } from "#lib/duration.ts";
import { readEnv } from "#lib/env.ts";
import type { StoredSession } from "#lib/session/session-store.ts";
import { hashToken, newId, newToken } from "#lib/session/token.ts";

export const noon = new Date("2026-01-15T12:00:00.000Z");

export const defaultPolicy = readEnv({}).policy;

/** A clock that stands still until it is moved. */
export function fixedClock(start = noon) {
  let at = start;
  return {
    now: () => at,
    advance: (duration: Duration) => {
      at = after(at, duration);
    },
    set: (instant: Date) => {
      at = instant;
    },
  };
}

type AccountRow = typeof accounts.$inferSelect;

/** Adds an account straight to the table. */
export function anAccount(database: Database, given: Partial<AccountRow> = {}): AccountRow {
  const id = newId();
  return database
    .insert(accounts)
    .values({
      id,
      email: `${id}@example.com`,
      name: "Ada Lovelace",
      passwordHash: "not a hash",
      role: "member",
      createdAt: noon,
      passwordChangedAt: noon,
      ...given,
    })
    .returning()
    .get();
}

/** A row such as a store is given; in no store yet. */
export function aSession(accountId: string, given: Partial<StoredSession> = {}): StoredSession {
  return {
    id: newId(),
    tokenHash: hashToken(newToken()),
    accountId,
    kind: "browser",
    remembered: false,
    createdAt: noon,
    lastSeenAt: noon,
    authenticatedAt: noon,
    expiresAt: after(noon, defaultPolicy.member.absolute),
    address: "192.0.2.1",
    userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0",
    deviceName: null,
    place: null,
    ...given,
  };
}

/** The account's person, acting from somewhere. */
export function actorOf(
  account: { id: string },
  sessionId: string,
): AccountActor & { sessionId: string };
export function actorOf(account: { id: string }): AccountActor;
export function actorOf(account: { id: string }, sessionId: string | null = null): AccountActor {
  return { kind: "account", id: account.id, sessionId, address: "192.0.2.1" };
}
