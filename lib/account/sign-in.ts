import { type Database, immediate } from "#db/open.ts";
import { signingIn, visitor } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { minutes } from "#lib/duration.ts";
import { isBanned } from "#lib/session/ban-state.ts";
import type { Client } from "#lib/session/session.ts";
import type { Sessions } from "#lib/session/sessions.ts";
import { hashToken, type SessionToken } from "#lib/session/token.ts";
import type { FailureThrottle, Limit } from "#lib/throttle/failure-throttle.ts";
import { networkOf } from "#lib/throttle/network.ts";
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
  | { kind: "signed_in"; token: SessionToken; remembered: boolean }
  | { kind: "refused" }
  | { kind: "busy" }
  | { kind: "banned"; until: Date | null }
  | { kind: "throttled"; until: Date };

export interface SignInParts {
  database: Database;
  sessions: Sessions;
  passwords: Passwords;
  throttle: FailureThrottle;
  now: () => Date;
}

/**
 * Checks the password and starts a session. An unknown account and a wrong password take the same work and give
 * the same answer (ASVS 5.0 6.3.8).
 */
export async function signIn(parts: SignInParts, asked: Credentials): Promise<SignInOutcome> {
  const { database, passwords, throttle, sessions, now } = parts;
  const limits = limitsFor(asked);
  const attempt = throttle.attempt(limits, now());
  if (!attempt.allowed) return { kind: "throttled", until: attempt.until };

  const account = rowByEmail(database, asked.email);
  const matches = await passwords.matches(asked.password, account?.passwordHash ?? null);
  if (matches === null) return busy(throttle, limits);
  if (!account || !matches) return refused(parts, asked, account?.id ?? null, attempt.usedUp);

  succeed(throttle, limits);
  if (isBanned(account, now())) return banned(parts, asked, account);
  const started = await sessions.start(account, asked);
  return started === null ? { kind: "refused" } : { kind: "signed_in", ...started };
}

/** Ten wrong passwords for one account, or a hundred from one address, in a quarter of an hour. */
function limitsFor({ email, client }: Credentials): Limit[] {
  // An address is personal data and may be anything that was typed: only its hash is kept.
  const account = hashToken(email.toLowerCase()).toString("base64url");
  return [
    { key: `sign-in:account:${account}`, failures: 10, window: minutes(15) },
    { key: `sign-in:address:${networkOf(client.address)}`, failures: 100, window: minutes(15) },
  ];
}

/** Nothing was checked, so nothing failed. */
function busy(throttle: FailureThrottle, limits: Limit[]): SignInOutcome {
  for (const { key } of limits) throttle.refund(key);
  return { kind: "busy" };
}

function succeed(throttle: FailureThrottle, [account, address]: Limit[]): void {
  if (account) throttle.forget([account.key]);
  if (address) throttle.refund(address.key);
}

/** The limit is noted once, when it is reached: a flood must not fill the trail. */
function refused(
  { database, now }: SignInParts,
  { client }: Credentials,
  accountId: string | null,
  usedUp: string[],
): SignInOutcome {
  const failure = { actor: visitor(client.address), at: now(), accountId };
  immediate(database, () => {
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

/** Told only to somebody who knows the password, so it gives nothing away. */
function banned(
  { database, now }: SignInParts,
  { client }: Credentials,
  account: { id: string; bannedUntil: Date | null },
): SignInOutcome {
  recordEvent(database, {
    name: "authn_login_fail",
    actor: signingIn(account.id, client.address),
    at: now(),
    accountId: account.id,
    detail: { why: "banned" },
  });
  return { kind: "banned", until: account.bannedUntil };
}
