import type { Database } from "#db/open.ts";
import { voidLinks } from "#lib/link/void-links.ts";
import { queueMail } from "#lib/mail/queue-mail.ts";

/**
 * What goes with every new password: its owner is told by mail, and no link works any more that was sent while the
 * old one stood, nor one to an address that a thief may have asked for. Inside the transaction of the change.
 */
export function announcePassword(
  database: Database,
  account: { id: string; email: string },
  at: Date,
): void {
  voidLinks(database, account.id, ["reset_password", "change_email"]);
  const to = { recipient: account.email, accountId: account.id };
  queueMail(database, { kind: "password_changed", ...to }, at);
}
