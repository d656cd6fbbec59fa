import type { Database } from "#db/open.ts";
import { write } from "#db/write.ts";
import { voidLinks } from "#lib/link/void-links.ts";
import { queueMail } from "#lib/mail/queue-mail.ts";
import type { SignedInActor } from "#lib/session/sessions.ts";
import { actingAs } from "#lib/session/stores/acting-as.ts";
import type { FailureThrottle } from "#lib/throttle/failure-throttle.ts";
import { emailChange } from "#lib/throttle/limits.ts";
import { rowByEmail } from "./accounts.ts";

export type EmailChangeRequestOutcome =
  | { kind: "queued" }
  | { kind: "session_ended" }
  | { kind: "throttled"; until: Date };

/**
 * Asks the new address, by mail, whether it is the person's; nothing changes before they say so. An address that
 * somebody else has is answered the same, and its owner is told. `email` must have passed `parseEmail`.
 */
export async function requestEmailChange(
  parts: { database: Database; throttle: FailureThrottle; now: () => Date },
  email: string,
  by: SignedInActor,
): Promise<EmailChangeRequestOutcome> {
  const { database, throttle, now } = parts;
  const attempt = await throttle.attempt(emailChange(by.id, email), now());
  if (!attempt.allowed) return { kind: "throttled", until: attempt.until };
  return write(database, () => queue(database, email, by, now()));
}

function queue(
  database: Database,
  email: string,
  by: SignedInActor,
  at: Date,
): EmailChangeRequestOutcome {
  const ended: EmailChangeRequestOutcome = { kind: "session_ended" };
  return actingAs(database, by, ended, (): EmailChangeRequestOutcome => {
    voidLinks(database, by.id, ["change_email"]);
    const holder = rowByEmail(database, email);
    if (holder && holder.id !== by.id) {
      const to = { recipient: holder.email, accountId: holder.id };
      queueMail(database, { kind: "address_taken", ...to }, at);
    } else {
      const to = { recipient: email, accountId: by.id, sessionId: by.sessionId };
      queueMail(database, { kind: "change_email", ...to }, at);
    }
    return { kind: "queued" };
  });
}
