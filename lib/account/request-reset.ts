import type { Database } from "#db/open.ts";
import { write } from "#db/write.ts";
import { visitor } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { hours, minutes } from "#lib/duration.ts";
import { resetLinkLife } from "#lib/mail/mail-link.ts";
import { queueMail } from "#lib/mail/queue-mail.ts";
import { hashToken } from "#lib/session/token.ts";
import type { FailureThrottle, Limit } from "#lib/throttle/failure-throttle.ts";
import { networkOf } from "#lib/throttle/network.ts";
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
  { database, throttle, now }: ResetRequestParts,
  asked: ResetRequest,
): Promise<ResetRequestOutcome> {
  const network = await throttle.attempt([networkLimit(asked)], now());
  if (!network.allowed) return { kind: "throttled", until: network.until };
  if (network.usedUp.length > 0) await noteLimit(database, asked, now());
  const mailbox = await throttle.attempt(mailboxLimits(asked), now());
  if (mailbox.allowed) await write(database, () => queueAnswer(database, asked.email, now()));
  return { kind: "noted" };
}

function queueAnswer(database: Database, email: string, at: Date): void {
  const account = rowByEmail(database, email);
  const kind = account ? "reset_password" : "no_account";
  const recipient = account?.email ?? email;
  queueMail(database, { kind, recipient, accountId: account?.id ?? null }, at);
}

const networkLimit = ({ address }: ResetRequest): Limit => ({
  key: `reset:address:${networkOf(address)}`,
  failures: 20,
  window: minutes(15),
});

/**
 * Three mails an hour on behalf of one network. For all networks together, three while a link lives and no longer:
 * whoever is kept from asking by strangers has a link in their mailbox that works.
 */
function mailboxLimits({ email, address }: ResetRequest): Limit[] {
  const mailbox = hashToken(email.toLowerCase()).toString("base64url");
  return [
    { key: `reset:mailbox:${mailbox}:${networkOf(address)}`, failures: 3, window: hours(1) },
    { key: `reset:mailbox:${mailbox}`, failures: 3, window: resetLinkLife },
  ];
}

/** Once, when it is reached. */
function noteLimit(database: Database, { address }: ResetRequest, at: Date): Promise<void> {
  const detail = { limit: "address", path: "/forgot-password" };
  const event = {
    name: "excess_rate_limit_exceeded",
    actor: visitor(address),
    at,
    detail,
  } as const;
  return write(database, () => recordEvent(database, event));
}
