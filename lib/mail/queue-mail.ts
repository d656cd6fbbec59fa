import type { Database } from "#db/open.ts";
import { type mailKinds, mails } from "#db/schema.ts";

export type MailKind = (typeof mailKinds)[number];

/** A mail in the queue. */
export type WaitingMail = typeof mails.$inferSelect;

/** A mail to be written and sent. It holds no secret: the token of a link is made when the mail is sent. */
export interface NewMail {
  kind: MailKind;
  recipient: string;
  /** Whom it is about; a mail that still waits goes with their account. */
  accountId: string | null;
  sessionId?: string;
  /** What the text tells: a device, an address, a name. */
  detail?: Record<string, string>;
}

/** Puts a mail in the queue. Called inside the transaction of whatever it tells of, so neither stands alone. */
export function queueMail(database: Database, mail: NewMail, at: Date): void {
  const { sessionId = null, detail = {}, ...rest } = mail;
  const waiting = { ...rest, sessionId, detail, createdAt: at, dueAt: at, attempts: 0 };
  database.insert(mails).values(waiting).run();
}
