import { and, eq, gt, inArray, lte } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { oneTimeTokens, type tokenPurposes } from "#db/schema.ts";
import { after, type Duration } from "#lib/duration.ts";
import { hashToken, newToken, type SessionToken } from "#lib/session/token.ts";

export type TokenPurpose = (typeof tokenPurposes)[number];

/** What a token is for. `accountId` null: for whoever comes first (the setup link). */
export interface TokenGrant {
  purpose: TokenPurpose;
  accountId: string | null;
  sessionId?: string | null;
  email?: string | null;
}

export type FoundToken = typeof oneTimeTokens.$inferSelect;

/** Makes a token and keeps its SHA-256. Inside the caller's transaction, as everything here. */
export function issueToken(
  database: Database,
  { purpose, accountId, sessionId = null, email = null }: TokenGrant,
  life: Duration,
  at: Date,
): SessionToken {
  const token = newToken();
  const kept = { tokenHash: hashToken(token), createdAt: at, expiresAt: after(at, life) };
  database
    .insert(oneTimeTokens)
    .values({ ...kept, purpose, accountId, sessionId, email })
    .run();
  return token;
}

/** The grant of a token that would work now, or null. Uses nothing up. */
export function findToken(
  database: Database,
  token: string,
  purpose: TokenPurpose,
  now: Date,
): FoundToken | null {
  return (
    database
      .select()
      .from(oneTimeTokens)
      .where(works(token, purpose, now))
      .get() ?? null
  );
}

/** Uses the token up: of any number of callers one gets the grant, the others null (ASVS 5.0 6.5.1). */
export function takeToken(
  database: Database,
  token: string,
  purpose: TokenPurpose,
  now: Date,
): FoundToken | null {
  return (
    database
      .delete(oneTimeTokens)
      .where(works(token, purpose, now))
      .returning()
      .get() ?? null
  );
}

/** Ends all tokens of one purpose, of one account where one is named. */
export function dropTokens(database: Database, purpose: TokenPurpose, accountId?: string): void {
  const whose = accountId === undefined ? undefined : eq(oneTimeTokens.accountId, accountId);
  database
    .delete(oneTimeTokens)
    .where(and(eq(oneTimeTokens.purpose, purpose), whose))
    .run();
}

/** Forgets tokens that ran out, at most `limit`; returns how many. */
export function purgeTokens(database: Database, now: Date, limit = 200): number {
  const over = database
    .select({ tokenHash: oneTimeTokens.tokenHash })
    .from(oneTimeTokens)
    .where(lte(oneTimeTokens.expiresAt, now))
    .limit(limit);
  return database.delete(oneTimeTokens).where(inArray(oneTimeTokens.tokenHash, over)).run().changes;
}

function works(token: string, purpose: TokenPurpose, now: Date) {
  const same = eq(oneTimeTokens.tokenHash, hashToken(token));
  return and(same, eq(oneTimeTokens.purpose, purpose), gt(oneTimeTokens.expiresAt, now));
}
