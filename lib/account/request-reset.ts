import type { Database } from "#db/open.ts";
import { write } from "#db/write.ts";
import { visitor } from "#lib/audit/event.ts";
import { resetLinkLife } from "#lib/mail/mail-link.ts";
import { queueMail } from "#lib/mail/queue-mail.ts";
import { admit } from "#lib/throttle/admit.ts";
import type { FailureThrottle } from "#lib/throttle/failure-throttle.ts";
import { resetFromNetwork, resetToMailbox } from "#lib/throttle/limits.ts";
import { rowByEmail } from "./accounts.ts";

export interface ResetRequestParts {
  database: Database;
  throttle: FailureThrottle;
  now: () => Date;
}

export interface ResetRequest {
  /** Must have passed `parseEmail`. */
  email: string;
  /** Where it comes from. */
  address: string;
}

export type ResetRequestOutcome = { kind: "noted" } | { kind: "throttled"; until: Date };

/**
 * Queues a mail with a link to a new password, or for an address that has no account one that says so. Either way
 * the same work and the same answer (ASVS 5.0 6.3.8); so too when the address had its share of mails already.
 */
export async function requestReset(
  parts: ResetRequestParts,
  asked: ResetRequest,
): Promise<ResetRequestOutcome> {
  const { database, throttle, now } = parts;
  const { email, address } = asked;
  const network = await admit(parts, [resetFromNetwork(address)], { actor: visitor(address) });
  if (!network.allowed) return { kind: "throttled", until: network.until };
  const mailbox = await throttle.attempt(resetToMailbox(email, address, resetLinkLife), now());
  if (mailbox.allowed) await write(database, () => queueAnswer(database, email, now()));
  return { kind: "noted" };
}

function queueAnswer(database: Database, email: string, at: Date): void {
  const account = rowByEmail(database, email);
  const kind = account ? "reset_password" : "no_account";
  const recipient = account?.email ?? email;
  queueMail(database, { kind, recipient, accountId: account?.id ?? null }, at);
}
