import { eq } from "drizzle-orm";
import { accounts } from "#db/schema.ts";
import { minutes } from "#lib/duration.ts";
import type { SignedInActor } from "#lib/session/sessions.ts";
import type { Limit } from "#lib/throttle/failure-throttle.ts";
import type { SignInParts } from "./sign-in.ts";

export type PasswordProof =
  | { kind: "proved"; passwordHash: string }
  | { kind: "wrong_password" }
  | { kind: "throttled"; until: Date }
  | { kind: "busy" }
  | { kind: "session_ended" };

/** Whether somebody who is signed in knows the password of their account. Writes nothing but the throttle. */
export async function provePassword(
  { database, passwords, throttle, now }: SignInParts,
  password: string,
  by: SignedInActor,
): Promise<PasswordProof> {
  const limit = limitFor(by);
  const attempt = await throttle.attempt([limit], now());
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
  return { kind: "proved", passwordHash: account.passwordHash };
}

/** Whoever holds a stolen session must not be able to guess the password, wherever it is asked for again. */
const limitFor = (by: SignedInActor): Limit => ({
  key: `password:account:${by.id}`,
  failures: 10,
  window: minutes(15),
});
