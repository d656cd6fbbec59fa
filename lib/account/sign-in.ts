import type { Database } from "#db/open.ts";
import { write } from "#db/write.ts";
import { signingIn, visitor } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { minutes } from "#lib/duration.ts";
import { isBanned } from "#lib/session/ban-state.ts";
import type { Client } from "#lib/session/session.ts";
import type { Sessions } from "#lib/session/sessions.ts";
import { hashToken, type SessionToken } from "#lib/session/token.ts";
import type { FailureThrottle, Limit } from "#lib/throttle/failure-throttle.ts";
import { networkOf } from "#lib/throttle/network.ts";
import type { AttemptsUnderWay } from "#lib/throttle/under-way.ts";
import { rowByEmail } from "./accounts.ts";
import type { Passwords } from "./passwords.ts";

export interface Credentials {
  /** As typed; an address that nobody has, or that is none, is answered like a wrong password. */
  email: string;
  password: string;
  remember: boolean;
  client: Client;
  replaces: SessionToken | null;
}

export type SignInOutcome =
  /** `kept`: the account was to be deleted, and is not any more. */
  | { kind: "signed_in"; token: SessionToken; remembered: boolean; kept: boolean }
  | { kind: "refused" }
  | { kind: "busy" }
  | { kind: "banned"; until: Date | null }
  | { kind: "throttled"; until: Date };

export interface SignInParts {
  database: Database;
  sessions: Sessions;
  passwords: Passwords;
  throttle: FailureThrottle;
  underWay: AttemptsUnderWay;
  now: () => Date;
}

/**
 * Checks the password and starts a session. An unknown account and a wrong password take the same work and give
 * the same answer (ASVS 5.0 6.3.8).
 */
export async function signIn(parts: SignInParts, asked: Credentials): Promise<SignInOutcome> {
  const limits = limitsFor(asked);
  const { account, address } = limits;
  for (;;) {
    const attempt = await parts.throttle.attempt([account, address], parts.now());
    if (attempt.allowed)
      return parts.underWay.run(account.key, () => check(parts, asked, limits, attempt.usedUp));
    // The limit may be filled by attempts that turn out to be right.
    if (!(await parts.underWay.oneJudged(account.key)))
      return { kind: "throttled", until: attempt.until };
  }
}

async function check(
  parts: SignInParts,
  asked: Credentials,
  limits: Limits,
  usedUp: string[],
): Promise<SignInOutcome> {
  const { database, passwords, throttle, sessions, now } = parts;
  const account = rowByEmail(database, asked.email);
  const hash = account?.passwordHash ?? null;
  const matches = await passwords.matches(asked.password, hash, asked.client.address);
  if (matches === null) return busy(throttle, limits);
  if (!account || !matches) return refused(parts, asked, account?.id ?? null, usedUp);

  await throttle.forget([limits.account.key]);
  await throttle.refund([limits.address.key]);
  if (isBanned(account, now())) return noted(parts, asked, account.id, "banned", account);
  const started = await sessions.start(account, asked);
  if (started === null) return noted(parts, asked, account.id, "changed");
  return { kind: "signed_in", ...started, kept: account.deletionDueAt !== null };
}

interface Limits {
  account: Limit;
  address: Limit;
}

/** Ten wrong passwords for one account, or a hundred from one address, in a quarter of an hour. */
function limitsFor({ email, client }: Credentials): Limits {
  // An address is personal data and may be anything that was typed: only its hash is kept.
  const account = hashToken(email.toLowerCase()).toString("base64url");
  const address = networkOf(client.address);
  return {
    account: { key: `sign-in:account:${account}`, failures: 10, window: minutes(15) },
    address: { key: `sign-in:address:${address}`, failures: 100, window: minutes(15) },
  };
}

/** Nothing was checked, so nothing failed. */
async function busy(
  throttle: FailureThrottle,
  { account, address }: Limits,
): Promise<SignInOutcome> {
  await throttle.refund([account.key, address.key]);
  return { kind: "busy" };
}

/** The limit is noted once, when it is reached: a flood must not fill the trail. */
async function refused(
  { database, now }: SignInParts,
  { client }: Credentials,
  accountId: string | null,
  usedUp: string[],
): Promise<SignInOutcome> {
  const failure = { actor: visitor(client.address), at: now(), accountId };
  await write(database, () => {
    recordEvent(database, { name: "authn_login_fail", ...failure, detail: { why: "credentials" } });
    for (const key of usedUp)
      recordEvent(database, {
        name: "authn_login_fail_max",
        ...failure,
        detail: { limit: key.startsWith("sign-in:account:") ? "account" : "address" },
      });
  });
  return { kind: "refused" };
}

/** The password was right: a ban is told to whoever knows it, and the trail tells what else stood in the way. */
async function noted(
  { database, now }: SignInParts,
  { client }: Credentials,
  accountId: string,
  why: "banned" | "changed",
  ban?: { bannedUntil: Date | null },
): Promise<SignInOutcome> {
  const actor = signingIn(accountId, client.address);
  await write(database, () =>
    recordEvent(database, {
      name: "authn_login_fail",
      actor,
      at: now(),
      accountId,
      detail: { why },
    }),
  );
  return ban ? { kind: "banned", until: ban.bannedUntil } : { kind: "refused" };
}
