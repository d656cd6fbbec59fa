import { eq } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts, sessions } from "#db/schema.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { after, type Duration } from "#lib/duration.ts";
import { queueMail } from "#lib/mail/queue-mail.ts";
import type { SignedInActor } from "#lib/session/sessions.ts";
import { actingAs } from "#lib/session/stores/acting-as.ts";
import { endSessions } from "#lib/session/stores/end-sessions.ts";
import { isLastAdministrator } from "./last-administrator.ts";

export type RequestDeletionOutcome = "requested" | "last_administrator" | "session_ended";

/**
 * The person wants their account deleted: it is due after `grace`, its sessions end now, and signing in before then
 * keeps it. In one transaction with the mail that says so.
 */
export function requestDeletion(
  database: Database,
  grace: Duration,
  by: SignedInActor,
  at: Date,
): RequestDeletionOutcome {
  return actingAs(database, by, "session_ended", (): RequestDeletionOutcome => {
    if (isLastAdministrator(database, by.id, at)) return "last_administrator";
    const deletionDueAt = after(at, grace);
    const { email } = database
      .update(accounts)
      .set({ deletionDueAt })
      .where(eq(accounts.id, by.id))
      .returning({ email: accounts.email })
      .get();
    const due = deletionDueAt.toISOString();
    const subject = { actor: by, at, accountId: by.id, sessionId: by.sessionId };
    recordEvent(database, { name: "user_archived", ...subject, detail: { due } });
    const ending = { reason: "account_deleted", actor: by, at } as const;
    endSessions(database, eq(sessions.accountId, by.id), ending);
    const mail = { kind: "deletion_requested", accountId: by.id } as const;
    queueMail(database, { ...mail, recipient: email, detail: { due } }, at);
    return "requested";
  });
}
