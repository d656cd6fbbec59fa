import type { Database } from "#db/open.ts";
import { system } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { type Duration, days, hours, minutes } from "#lib/duration.ts";
import { issueToken, type TokenPurpose } from "#lib/link/one-time-token.ts";
import type { MailKind, WaitingMail } from "./queue-mail.ts";

interface LinkKind {
  purpose: TokenPurpose;
  path: string;
  life: Duration;
}

/** How long a link to a new password works (ASVS 5.0 6.5.5: at most 10 minutes). */
export const resetLinkLife = minutes(10);
/** How long a link that makes a new address the account's works. */
export const changeLinkLife = hours(1);
/** How long a link that only proves an address works. */
export const verifyLinkLife = hours(24);
/** How long somebody can say that a sign-in was not theirs. */
export const disownLinkLife = days(7);

/** Only these mails carry a secret. */
export const linkKinds: Partial<Record<MailKind, LinkKind>> = {
  reset_password: { purpose: "reset_password", path: "/reset-password", life: resetLinkLife },
  verify_email: { purpose: "verify_email", path: "/verify-email", life: verifyLinkLife },
  change_email: { purpose: "change_email", path: "/verify-email", life: changeLinkLife },
  new_device: { purpose: "disown_session", path: "/disown-session", life: disownLinkLife },
};

/**
 * The link that a mail of this kind carries, with a token made now; null when it carries none. Inside the
 * transaction that takes the mail out of the queue, so that every link that may be on its way is in the trail.
 */
export function issueMailLink(
  database: Database,
  mail: WaitingMail,
  publicUrl: URL,
  at: Date,
): string | null {
  const kind = linkKinds[mail.kind];
  if (kind === undefined || mail.accountId === null) return null;
  const { accountId, sessionId, recipient: email } = mail;
  const grant = { purpose: kind.purpose, accountId, sessionId, email };
  const token = issueToken(database, grant, kind.life, at);
  const detail = { purpose: kind.purpose };
  recordEvent(database, { name: "authn_token_created", actor: system, at, accountId, detail });
  return new URL(`${kind.path}?token=${token}`, publicUrl).href;
}
