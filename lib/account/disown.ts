import { and, eq } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts, endedSessions, sessions } from "#db/schema.ts";
import { signingIn } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { forgetDevices } from "#lib/known-device/known-devices.ts";
import { findToken, takeToken } from "#lib/link/one-time-token.ts";
import { deviceName } from "#lib/session/device.ts";
import { endSessions } from "#lib/session/stores/end-sessions.ts";

/** A sign-in that its account's owner may disown, as much as may be told to whoever has the link. */
export interface Disownable {
  device: string;
  at: Date;
}

/** What the link with this token is about; null when it does not work. Uses nothing up. */
export function findDisownable(database: Database, token: string, now: Date): Disownable | null {
  const grant = findToken(database, token, "disown_session", now);
  if (!grant?.sessionId) return null;
  const session =
    database.select().from(sessions).where(eq(sessions.id, grant.sessionId)).get() ??
    database.select().from(endedSessions).where(eq(endedSessions.id, grant.sessionId)).get();
  return session
    ? { device: deviceName(session.userAgent), at: session.createdAt }
    : { device: deviceName(""), at: grant.createdAt };
}

/**
 * "This wasn't me": whoever signed in knows the password, so it leads in no more until it is reset by mail. Ends
 * the session, forgets the account's known browsers and uses the token up, in the caller's transaction. False when
 * the token does not work.
 */
export function disownSession(
  database: Database,
  token: string,
  address: string,
  at: Date,
): boolean {
  const grant = takeToken(database, token, "disown_session", at);
  if (!grant?.accountId || !grant.sessionId) return false;
  const { accountId, sessionId } = grant;
  const actor = signingIn(accountId, address);
  const locked = { resetRequiredAt: at };
  database.update(accounts).set(locked).where(eq(accounts.id, accountId)).run();
  forgetDevices(database, accountId);
  const detail = { why: "disowned" };
  recordEvent(database, { name: "authn_login_lock", actor, at, accountId, sessionId, detail });
  const own = and(eq(sessions.id, sessionId), eq(sessions.accountId, accountId));
  endSessions(database, own, { reason: "revoked", actor, at });
  return true;
}
