import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts } from "#db/schema.ts";
import { write } from "#db/write.ts";
import { queueMail } from "#lib/mail/queue-mail.ts";
import type { SignedInActor } from "#lib/session/sessions.ts";
import { actingAs } from "#lib/session/stores/acting-as.ts";
import type { FailureThrottle } from "#lib/throttle/failure-throttle.ts";
import { verificationOf } from "#lib/throttle/limits.ts";

export type VerificationOutcome =
  | { kind: "queued" }
  | { kind: "verified_already" }
  | { kind: "throttled"; until: Date };

/** Queues the mail that asks a new account's person to confirm their address. Inside the caller's transaction. */
export function welcome(
  database: Database,
  account: { id: string; email: string },
  at: Date,
): void {
  const to = { recipient: account.email, accountId: account.id };
  queueMail(database, { kind: "verify_email", ...to }, at);
}

/** The person asks for that mail again; three times an hour. */
export async function requestVerification(
  parts: { database: Database; throttle: FailureThrottle; now: () => Date },
  by: SignedInActor,
): Promise<VerificationOutcome> {
  const { database, throttle, now } = parts;
  const attempt = await throttle.attempt([verificationOf(by.id)], now());
  if (!attempt.allowed) return { kind: "throttled", until: attempt.until };
  const isQueued = await write(database, () => actingAs(database, by, false, queue));
  return isQueued ? { kind: "queued" } : { kind: "verified_already" };

  function queue(): boolean {
    const unverified = and(eq(accounts.id, by.id), isNull(accounts.emailVerifiedAt));
    const account = database.select().from(accounts).where(unverified).get();
    if (account) welcome(database, account, now());
    return account !== undefined;
  }
}
