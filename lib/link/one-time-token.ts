import { and, eq, gt, inArray, lte, or, sql } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { oneTimeTokens, type tokenPurposes } from "#db/schema.ts";
import type { Actor } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { after, before, type Duration, days } from "#lib/duration.ts";
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

/**
 * Uses the token up: of any number of callers one gets the grant, the others null (ASVS 5.0 6.5.1). Its row stays
 * for a while, marked as used by a life of nothing, so that `noteReuse` can tell.
 */
export function takeToken(
  database: Database,
  token: string,
  purpose: TokenPurpose,
  now: Date,
): FoundToken | null {
  return (
    database
      .update(oneTimeTokens)
      .set({ expiresAt: sql`${oneTimeTokens.createdAt}` })
      .where(works(token, purpose, now))
      .returning()
      .get() ?? null
  );
}

/** Records that a used token was tried again; the first time only, for a flood must not fill the trail. */
export function noteReuse(
  database: Database,
  token: string,
  purpose: TokenPurpose,
  { actor, at }: { actor: Actor; at: Date },
): void {
  const used = and(lte(oneTimeTokens.expiresAt, oneTimeTokens.createdAt), is(token, purpose));
  const found = database.delete(oneTimeTokens).where(used).returning().get();
  if (found === undefined) return;
  const { accountId, sessionId } = found;
  const detail = { purpose };
  recordEvent(database, { name: "authn_token_reuse", actor, at, accountId, sessionId, detail });
}

/** Ends all unused tokens of one purpose, of one account where one is named. */
export function dropTokens(database: Database, purpose: TokenPurpose, accountId?: string): void {
  const whose = accountId === undefined ? undefined : eq(oneTimeTokens.accountId, accountId);
  database
    .delete(oneTimeTokens)
    .where(and(eq(oneTimeTokens.purpose, purpose), whose, unused))
    .run();
}

/** How long it is known of a used token that it was one. */
const usedKept = days(7);

/** Forgets tokens that ran out, the used ones a week later, at most `limit`; returns how many. */
export function purgeTokens(database: Database, now: Date, limit = 200): number {
  const isOld = lte(oneTimeTokens.createdAt, before(now, usedKept));
  const over = database
    .select({ tokenHash: oneTimeTokens.tokenHash })
    .from(oneTimeTokens)
    .where(and(lte(oneTimeTokens.expiresAt, now), or(unused, isOld)))
    .limit(limit);
  return database.delete(oneTimeTokens).where(inArray(oneTimeTokens.tokenHash, over)).run().changes;
}

const unused = gt(oneTimeTokens.expiresAt, oneTimeTokens.createdAt);

function works(token: string, purpose: TokenPurpose, now: Date) {
  // Asked for both: a clock that is put back revives nothing.
  return and(is(token, purpose), unused, gt(oneTimeTokens.expiresAt, now));
}

const is = (token: string, purpose: TokenPurpose) =>
  and(eq(oneTimeTokens.tokenHash, hashToken(token)), eq(oneTimeTokens.purpose, purpose));
