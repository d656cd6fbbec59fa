import { and, asc, eq, lte } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts, mails, sessions } from "#db/schema.ts";
import { write } from "#db/write.ts";
import { parseEmail } from "#lib/account/account.ts";
import { after, before, days, minutes } from "#lib/duration.ts";
import type { Letter } from "./letter.ts";
import { issueMailLink, linkKinds } from "./mail-link.ts";
import type { WaitingMail } from "./queue-mail.ts";
import { writeLetter } from "./write-letter.ts";

export interface ClaimedMail {
  /** As it lies in the queue now, this attempt counted. */
  mail: WaitingMail;
  letter: Letter;
}

/** How long a mail is tried; what is older tells of nothing that anybody waits for. */
export const patience = days(2);

/** Longer than sending can take: a process that dies over it leaves the mail to others after this. */
const claim = minutes(10);

/**
 * Takes the mail that is due first and writes it, its link included; null when none is due. It stays in the queue,
 * out of reach of other processes for ten minutes. What has become pointless meanwhile is thrown away unsent.
 */
export async function claimMail(
  database: Database,
  publicUrl: URL,
  at: Date,
): Promise<ClaimedMail | null> {
  if (firstDue(database, at) === undefined) return null;
  return write(database, () => {
    for (;;) {
      const due = firstDue(database, at);
      if (due === undefined) return null;
      if (due.createdAt > before(at, patience) && isStillWanted(database, due))
        return claimed(database, due, publicUrl, at);
      dropMail(database, due.id);
    }
  });
}

export function dropMail(database: Database, id: number): void {
  database.delete(mails).where(eq(mails.id, id)).run();
}

function firstDue(database: Database, at: Date): WaitingMail | undefined {
  const due = lte(mails.dueAt, at);
  return database.select().from(mails).where(due).orderBy(asc(mails.dueAt), asc(mails.id)).get();
}

function claimed(database: Database, due: WaitingMail, publicUrl: URL, at: Date): ClaimedMail {
  const mail = { ...due, attempts: due.attempts + 1, dueAt: after(at, claim) };
  const { attempts, dueAt } = mail;
  database.update(mails).set({ attempts, dueAt }).where(eq(mails.id, mail.id)).run();
  const link = issueMailLink(database, mail, publicUrl, at);
  return { mail, letter: writeLetter(mail, publicUrl, link) };
}

/** No link goes to an address that is the account's no more, nor for a session that has ended. */
function isStillWanted(database: Database, { kind, recipient, ...about }: WaitingMail): boolean {
  if (parseEmail(recipient) !== recipient) return false;
  if (linkKinds[kind] === undefined || kind === "new_device") return true;
  const { accountId, sessionId } = about;
  if (accountId === null) return false;
  if (kind === "change_email") return sessionId !== null && isAlive(database, sessionId, accountId);
  const account = database.select().from(accounts).where(eq(accounts.id, accountId)).get();
  const isTheirs = account?.email === recipient;
  return isTheirs && (kind === "reset_password" || account?.emailVerifiedAt === null);
}

function isAlive(database: Database, id: string, accountId: string): boolean {
  const own = and(eq(sessions.id, id), eq(sessions.accountId, accountId));
  return database.select({ id: sessions.id }).from(sessions).where(own).get() !== undefined;
}
