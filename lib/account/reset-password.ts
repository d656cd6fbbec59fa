import { eq } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts, sessions } from "#db/schema.ts";
import { write } from "#db/write.ts";
import { signingIn, visitor } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { forgetDevices } from "#lib/known-device/known-devices.ts";
import { type FoundToken, findToken, noteReuse, takeToken } from "#lib/link/one-time-token.ts";
import { endSessions } from "#lib/session/stores/end-sessions.ts";
import { hashToken, type SessionToken } from "#lib/session/token.ts";
import type { InTurn } from "#lib/throttle/in-turn.ts";
import { type Account, toAccount } from "./account.ts";
import { announcePassword } from "./announce-password.ts";
import type { Passwords } from "./passwords.ts";

export interface ResetParts {
  database: Database;
  passwords: Passwords;
  inTurn: InTurn;
  now: () => Date;
}

export interface NewPassword {
  token: SessionToken;
  /** Must have passed `passwordProblem`. */
  password: string;
  address: string;
}

export type ResetOutcome = { kind: "reset" } | { kind: "link_dead" } | { kind: "busy" };

/** Whose password the link with this token would set now; null when it would not work. Uses nothing up. */
export function findReset(database: Database, token: SessionToken, now: Date): Account | null {
  const link = findToken(database, token, "reset_password", now);
  const account = link && ownerOf(database, link);
  return account ? toAccount(account) : null;
}

/**
 * Sets a new password by a link from mail, which is used up. Every session of the account ends; nobody is signed
 * in, and a ban stands.
 */
export async function resetPassword(parts: ResetParts, asked: NewPassword): Promise<ResetOutcome> {
  const link = hashToken(asked.token).toString("base64url");
  // Many may use one link at once: only the first of them shall cost a hash.
  return parts.inTurn(`reset:${link}`, () => hashAndUse(parts, asked));
}

async function hashAndUse(parts: ResetParts, asked: NewPassword): Promise<ResetOutcome> {
  const { database, passwords, now } = parts;
  // Before hashing: whoever makes up links must not make us work.
  if (!findReset(database, asked.token, now())) return deadLink(parts, asked);
  const hash = await passwords.hash(asked.password, asked.address);
  if (hash === null) return { kind: "busy" };
  const isDone = await write(database, () => useLink(database, asked, hash, now()));
  return isDone ? { kind: "reset" } : deadLink(parts, asked);
}

async function deadLink({ database, now }: ResetParts, asked: NewPassword): Promise<ResetOutcome> {
  const by = { actor: visitor(asked.address), at: now() };
  await write(database, () => noteReuse(database, asked.token, "reset_password", by));
  return { kind: "link_dead" };
}

function useLink(database: Database, asked: NewPassword, hash: string, at: Date): boolean {
  const link = takeToken(database, asked.token, "reset_password", at);
  const account = link && ownerOf(database, link);
  if (!account) return false;
  const { id: accountId } = account;
  const actor = signingIn(accountId, asked.address);
  database
    .update(accounts)
    .set({
      passwordHash: hash,
      passwordChangedAt: at,
      resetRequiredAt: null,
      // The link came by mail to this address.
      emailVerifiedAt: account.emailVerifiedAt ?? at,
    })
    .where(eq(accounts.id, accountId))
    .run();
  const detail = { changed: "by a link from mail" };
  recordEvent(database, { name: "authn_password_change", actor, at, accountId, detail });
  const theirs = eq(sessions.accountId, accountId);
  endSessions(database, theirs, { reason: "password_changed", actor, at });
  forgetDevices(database, accountId);
  announcePassword(database, account, at);
  return true;
}

/** The account, as long as its address is the one that the link went to. */
function ownerOf(database: Database, { accountId, email }: FoundToken) {
  if (accountId === null) return undefined;
  const account = database.select().from(accounts).where(eq(accounts.id, accountId)).get();
  return account?.email === email ? account : undefined;
}
