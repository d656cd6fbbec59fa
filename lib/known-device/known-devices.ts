import { and, desc, eq, inArray, lte, sql } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts, knownDevices } from "#db/schema.ts";
import { before, days } from "#lib/duration.ts";
import { hashToken, type SessionToken } from "#lib/session/token.ts";

/**
 * What a browser keeps to be known again by accounts that were signed in to in it. No session: it opens nothing,
 * and stays when somebody signs out.
 */
export type DeviceToken = SessionToken;

/** A browser that has not been signed in with for so long is forgotten; browsers keep no cookie for longer. */
export const deviceKept = days(400);

/** For each account; the one unused for longest gives way. */
export const maxKnownDevices = 50;

/** The account with this address if it knows the device, or null. */
export function accountKnowing(
  database: Database,
  email: string,
  device: DeviceToken,
): string | null {
  const row = database
    .select({ id: accounts.id })
    .from(accounts)
    .innerJoin(knownDevices, eq(knownDevices.accountId, accounts.id))
    .where(
      and(
        sql`lower(${accounts.email}) = lower(${email})`,
        eq(knownDevices.tokenHash, hashToken(device)),
      ),
    )
    .get();
  return row?.id ?? null;
}

/** Notes that somebody signed in to the account there; whether it was known before. In the caller's transaction. */
export function rememberDevice(
  database: Database,
  accountId: string,
  tokenHash: Buffer,
  at: Date,
): boolean {
  const own = and(eq(knownDevices.accountId, accountId), eq(knownDevices.tokenHash, tokenHash));
  const used = database.update(knownDevices).set({ lastUsedAt: at }).where(own).run();
  if (used.changes > 0) return true;
  const added = { accountId, tokenHash, createdAt: at, lastUsedAt: at };
  database.insert(knownDevices).values(added).run();
  const newestFirst = database
    .select({ tokenHash: knownDevices.tokenHash })
    .from(knownDevices)
    .where(eq(knownDevices.accountId, accountId))
    .orderBy(desc(knownDevices.lastUsedAt))
    .all();
  const over = newestFirst.slice(maxKnownDevices).map((device) => device.tokenHash);
  const tooMany = inArray(knownDevices.tokenHash, over);
  if (over.length > 0)
    database
      .delete(knownDevices)
      .where(and(eq(knownDevices.accountId, accountId), tooMany))
      .run();
  return false;
}

/** The account knows no browser any more: for whatever ends everything. In the caller's transaction. */
export function forgetDevices(database: Database, accountId: string): void {
  database.delete(knownDevices).where(eq(knownDevices.accountId, accountId)).run();
}

/** Forgets at most `limit` that were not used for too long; returns how many. In the caller's transaction. */
export function purgeDevices(database: Database, now: Date, limit: number): number {
  const old = database
    .select({ row: sql`rowid` })
    .from(knownDevices)
    .where(lte(knownDevices.lastUsedAt, before(now, deviceKept)))
    .limit(limit);
  return database.delete(knownDevices).where(inArray(sql`rowid`, old)).run().changes;
}
