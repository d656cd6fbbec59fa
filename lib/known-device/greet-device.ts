import { and, eq, ne } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts, endedSessions, knownDevices, sessions } from "#db/schema.ts";
import { queueMail } from "#lib/mail/queue-mail.ts";
import { deviceName } from "#lib/session/device.ts";
import type { StoredSession } from "#lib/session/session-store.ts";
import { rememberDevice } from "./known-devices.ts";

/**
 * Makes the browser of a session that starts known to its account, and tells the owner by mail when it was not and
 * they have signed in before (ASVS 5.0 6.3.5). In the transaction of the start.
 */
export function greetDevice(database: Database, session: StoredSession, tokenHash: Buffer): void {
  const { accountId, createdAt: at } = session;
  const wasHereBefore = hasSignedInBefore(database, session);
  if (rememberDevice(database, accountId, tokenHash, at) || !wasHereBefore) return;
  const owner = database.select().from(accounts).where(eq(accounts.id, accountId)).get();
  if (owner === undefined) return;
  const detail = {
    device: deviceName(session.userAgent),
    address: session.address,
    at: at.toISOString(),
  };
  const mail = { kind: "new_device", recipient: owner.email, accountId, detail } as const;
  queueMail(database, { ...mail, sessionId: session.id }, at);
}

/** As far back as is still known: history is forgotten after a while, and so are devices. */
function hasSignedInBefore(database: Database, { id, accountId }: StoredSession): boolean {
  const other = and(eq(sessions.accountId, accountId), ne(sessions.id, id));
  const live = database.select({ id: sessions.id }).from(sessions).where(other);
  const ended = database
    .select({ id: endedSessions.id })
    .from(endedSessions)
    .where(eq(endedSessions.accountId, accountId));
  const device = database
    .select({ at: knownDevices.createdAt })
    .from(knownDevices)
    .where(eq(knownDevices.accountId, accountId));
  return [live, ended, device].some((query) => query.limit(1).get() !== undefined);
}
