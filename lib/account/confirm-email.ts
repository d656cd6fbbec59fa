import { and, eq } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts, sessions } from "#db/schema.ts";
import { write } from "#db/write.ts";
import { signingIn, visitor } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { type FoundToken, findToken, noteReuse, takeToken } from "#lib/link/one-time-token.ts";
import { voidLinks } from "#lib/link/void-links.ts";
import { queueMail } from "#lib/mail/queue-mail.ts";
import { isBanned } from "#lib/session/ban-state.ts";
import type { SessionToken } from "#lib/session/token.ts";
import { rowByEmail } from "./accounts.ts";

export type ConfirmOutcome = "verified" | "changed" | "link_dead";

const purposes = ["verify_email", "change_email"] as const;

/** Whether the link with this token would work now. Uses nothing up. */
export function acceptsEmail(database: Database, token: SessionToken, now: Date): boolean {
  return purposes.some((purpose) => findToken(database, token, purpose, now) !== null);
}

/** Uses the link up: the address is the account's, proven; where it is a new one, from now on. Sessions stay. */
export function confirmEmail(
  database: Database,
  asked: { token: SessionToken; address: string },
  at: Date,
): Promise<ConfirmOutcome> {
  const { token, address } = asked;
  return write(database, (): ConfirmOutcome => {
    const verify = takeToken(database, token, "verify_email", at);
    if (verify && markVerified(database, verify, address, at)) return "verified";
    const change = takeToken(database, token, "change_email", at);
    if (change && changeAddress(database, change, address, at)) return "changed";
    if (verify === null && change === null)
      for (const purpose of purposes)
        noteReuse(database, token, purpose, { actor: visitor(address), at });
    return "link_dead";
  });
}

function markVerified(database: Database, link: FoundToken, address: string, at: Date): boolean {
  const account = accountOf(database, link);
  if (!account || account.email !== link.email) return false;
  if (account.emailVerifiedAt !== null) return true;
  const { id: accountId } = account;
  database.update(accounts).set({ emailVerifiedAt: at }).where(eq(accounts.id, accountId)).run();
  voidLinks(database, accountId, ["verify_email"]);
  note(database, accountId, address, "email verified", at);
  return true;
}

/**
 * Only while the session that asked is alive: whoever ends a thief's session ends what the thief asked for. An
 * address that somebody took meanwhile stays theirs.
 */
function changeAddress(database: Database, link: FoundToken, address: string, at: Date): boolean {
  const { email, sessionId } = link;
  const account = accountOf(database, link);
  if (!account || email === null || isBanned(account, at) || account.resetRequiredAt) return false;
  if (!isAlive(database, sessionId, account.id)) return false;
  const holder = rowByEmail(database, email);
  if (holder && holder.id !== account.id) return false;
  const { id: accountId } = account;
  const set = { email, emailVerifiedAt: at };
  database.update(accounts).set(set).where(eq(accounts.id, accountId)).run();
  voidLinks(database, accountId, ["reset_password", "verify_email", "change_email"]);
  queueMail(database, { kind: "email_changed", recipient: account.email, accountId }, at);
  note(database, accountId, address, "email", at);
  return true;
}

function note(
  database: Database,
  accountId: string,
  address: string,
  changed: string,
  at: Date,
): void {
  const actor = signingIn(accountId, address);
  recordEvent(database, { name: "user_updated", actor, at, accountId, detail: { changed } });
}

function accountOf(database: Database, { accountId }: FoundToken) {
  if (accountId === null) return undefined;
  return database.select().from(accounts).where(eq(accounts.id, accountId)).get();
}

function isAlive(database: Database, id: string | null, accountId: string): boolean {
  if (id === null) return false;
  const own = and(eq(sessions.id, id), eq(sessions.accountId, accountId));
  return database.select({ id: sessions.id }).from(sessions).where(own).get() !== undefined;
}
