import type { Database } from "#db/open.ts";
import { write } from "#db/write.ts";
import { signingIn, visitor } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import type { DeviceToken } from "#lib/known-device/known-devices.ts";
import { isBanned } from "#lib/session/ban-state.ts";
import type { Client } from "#lib/session/session.ts";
import type { Sessions } from "#lib/session/sessions.ts";
import { newToken, type SessionToken } from "#lib/session/token.ts";
import type { FailureThrottle } from "#lib/throttle/failure-throttle.ts";
import type { AttemptsUnderWay } from "#lib/throttle/under-way.ts";
import { rowByEmail } from "./accounts.ts";
import type { Passwords } from "./passwords.ts";
import { type SignInLimits, signInLimits } from "./sign-in-limits.ts";

export interface Credentials {
  /** As typed; an address that nobody has, or that is none, is answered like a wrong password. */
  email: string;
  password: string;
  remember: boolean;
  client: Client;
  replaces: SessionToken | null;
  /** What the browser showed to be known again, one that we gave it; without it gets a new one. */
  device?: DeviceToken | null;
}

export type SignInOutcome =
  /** `kept`: the account was to be deleted, and is not any more. */
  | {
      kind: "signed_in";
      token: SessionToken;
      remembered: boolean;
      kept: boolean;
      device: DeviceToken;
    }
  | { kind: "refused" }
  | { kind: "reset_required" }
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
  const limits = signInLimits(parts.database, asked);
  const { key } = limits.own;
  for (;;) {
    const attempt = await parts.throttle.attempt(limits.all, parts.now());
    if (attempt.allowed)
      return parts.underWay.run(key, () => check(parts, asked, limits, attempt.usedUp));
    // The limit may be filled by attempts that turn out to be right.
    if (!(await parts.underWay.oneJudged(key))) return { kind: "throttled", until: attempt.until };
  }
}

async function check(
  parts: SignInParts,
  asked: Credentials,
  limits: SignInLimits,
  usedUp: string[],
): Promise<SignInOutcome> {
  const { database, passwords, throttle, sessions, now } = parts;
  const account = rowByEmail(database, asked.email);
  const hash = account?.passwordHash ?? null;
  // A known browser has few tries of its own, so it needs no share of its network's places.
  const from = limits.network ? asked.client.address : undefined;
  const matches = await passwords.matches(asked.password, hash, from);
  if (matches === null) return busy(throttle, limits);
  if (!account || !matches) return refused(parts, asked, account?.id ?? null, usedUp);

  await throttle.forget([limits.own.key]);
  if (limits.network) await throttle.refund([limits.network.key]);
  if (isBanned(account, now())) return noted(parts, asked, account.id, "banned", account);
  if (account.resetRequiredAt) return noted(parts, asked, account.id, "reset_required");
  const device = asked.device ?? newToken();
  const started = await sessions.start(account, { ...asked, device });
  if (started === null) return noted(parts, asked, account.id, "changed");
  return { kind: "signed_in", ...started, device, kept: account.deletionDueAt !== null };
}

/** Nothing was checked, so nothing failed. */
async function busy(throttle: FailureThrottle, { all }: SignInLimits): Promise<SignInOutcome> {
  await throttle.refund(all.map(({ key }) => key));
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
        detail: { limit: key.split(":")[1] },
      });
  });
  return { kind: "refused" };
}

/** The password was right: what stood in the way is told to whoever knows it, and to the trail. */
async function noted(
  { database, now }: SignInParts,
  { client }: Credentials,
  accountId: string,
  why: "banned" | "reset_required" | "changed",
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
  if (ban) return { kind: "banned", until: ban.bannedUntil };
  return { kind: why === "reset_required" ? why : "refused" };
}
