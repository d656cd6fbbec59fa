import { eq } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { mails } from "#db/schema.ts";
import { write } from "#db/write.ts";
import { after, type Duration, hours, minutes, seconds } from "#lib/duration.ts";
import { type ClaimedMail, claimMail, dropMail, patience } from "./claim-mail.ts";
import type { MailTransport } from "./mail-transport.ts";
import { type Mailbox, messageOf } from "./message.ts";
import type { WaitingMail } from "./queue-mail.ts";
import { type Failure, failureOf } from "./send-failure.ts";

export interface PostOffice {
  database: Database;
  transport: MailTransport;
  publicUrl: URL;
  from: Mailbox;
  now: () => Date;
}

/** What became of the mail that was due first. `problem` is fit for the log: no address, no link. */
export type SendOutcome =
  | { kind: "nothing_due" }
  | { kind: "sent" }
  | { kind: "postponed"; problem: string }
  | { kind: "given_up"; problem: string };

/**
 * Sends the one mail that is due first. What fails is tried again after a growing pause, for two days at most; what
 * the receiving side refuses for good is not tried again.
 */
export async function sendDue(office: PostOffice): Promise<SendOutcome> {
  const { database, publicUrl, transport, from, now } = office;
  const claimed = await claimMail(database, publicUrl, now());
  if (claimed === null) return { kind: "nothing_due" };
  const failure = await attempt(transport, claimed, from);
  return write(database, () => settle(database, claimed.mail, failure, now()));
}

async function attempt(
  transport: MailTransport,
  { letter, mail }: ClaimedMail,
  from: Mailbox,
): Promise<Failure | null> {
  try {
    await transport.send(messageOf(letter, from, mail.recipient));
    return null;
  } catch (error) {
    return failureOf(error);
  }
}

function settle(
  database: Database,
  mail: WaitingMail,
  failure: Failure | null,
  at: Date,
): SendOutcome {
  const { id, kind, attempts, createdAt } = mail;
  const dueAt = after(at, pauseAfter(attempts));
  const isOver = failure?.isFinal || dueAt > after(createdAt, patience);
  if (failure === null || isOver) dropMail(database, id);
  else database.update(mails).set({ dueAt }).where(eq(mails.id, id)).run();
  if (failure === null) return { kind: "sent" };
  const problem = `mail ${id} (${kind}), attempt ${attempts}: ${failure.what}`;
  return { kind: isOver ? "given_up" : "postponed", problem };
}

/** So long after the first failure, the second and so on; the last for all that follow. */
const pauses = [seconds(30), minutes(1), minutes(2), minutes(5), minutes(15), hours(1), hours(3)];

function pauseAfter(attempts: number): Duration {
  return pauses[attempts - 1] ?? hours(3);
}
