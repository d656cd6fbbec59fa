import { eq } from "drizzle-orm";
import { accounts } from "#db/schema.ts";
import type { SignedInActor } from "#lib/session/sessions.ts";
import { admit } from "#lib/throttle/admit.ts";
import { provingPasswordOf } from "#lib/throttle/limits.ts";
import type { SignInParts } from "./sign-in.ts";

export type PasswordProof =
  | { kind: "proved"; account: typeof accounts.$inferSelect }
  | { kind: "wrong_password" }
  | { kind: "throttled"; until: Date }
  | { kind: "busy" }
  | { kind: "session_ended" };

/** Whether somebody who is signed in knows the password of their account. Writes nothing but the throttle. */
export async function provePassword(
  parts: SignInParts,
  password: string,
  by: SignedInActor,
): Promise<PasswordProof> {
  const { database, passwords, throttle } = parts;
  const limit = provingPasswordOf(by.id);
  const subject = { actor: by, accountId: by.id, sessionId: by.sessionId };
  const attempt = await admit(parts, [limit], subject);
  if (!attempt.allowed) return { kind: "throttled", until: attempt.until };

  const account = database.select().from(accounts).where(eq(accounts.id, by.id)).get();
  if (!account) return { kind: "session_ended" };
  const matches = await passwords.matches(password, account.passwordHash, by.address);
  if (matches === null) {
    await throttle.refund([limit.key]);
    return { kind: "busy" };
  }
  if (!matches) return { kind: "wrong_password" };
  await throttle.forget([limit.key]);
  return { kind: "proved", account };
}
