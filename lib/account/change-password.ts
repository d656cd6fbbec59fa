import { and, eq, ne } from "drizzle-orm";
import { accounts, sessions } from "#db/schema.ts";
import { write } from "#db/write.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import type { IssuedToken, SignedInActor } from "#lib/session/sessions.ts";
import { actingAs } from "#lib/session/stores/acting-as.ts";
import { endSessions } from "#lib/session/stores/end-sessions.ts";
import { renewToken } from "#lib/session/stores/renew-token.ts";
import { hashToken, newToken } from "#lib/session/token.ts";
import { announcePassword } from "./announce-password.ts";
import { type PasswordProof, provePassword } from "./prove-password.ts";
import type { SignInParts } from "./sign-in.ts";

export type ChangePasswordOutcome =
  | ({ kind: "changed" } & IssuedToken)
  | Exclude<PasswordProof, { kind: "proved" }>;

/**
 * Needs the current password; ends every other session of the account and gives this one a new token
 * (ASVS 5.0 6.2.3, 7.4.3). The new password must have passed `passwordProblem`.
 */
export async function changePassword(
  parts: SignInParts,
  asked: { current: string; next: string },
  by: SignedInActor,
): Promise<ChangePasswordOutcome> {
  const { database, passwords, now } = parts;
  const proof = await provePassword(parts, asked.current, by);
  if (proof.kind === "wrong_password") {
    const failure = { actor: by, at: now(), accountId: by.id, sessionId: by.sessionId };
    await write(database, () =>
      recordEvent(database, { name: "authn_password_change_fail", ...failure }),
    );
  }
  if (proof.kind !== "proved") return proof;
  const hash = await passwords.hash(asked.next, by.address);
  if (hash === null) return { kind: "busy" };
  const issued = await write(database, () => replace(parts, proof.account, hash, by));
  return issued === null ? { kind: "session_ended" } : { kind: "changed", ...issued };
}

/**
 * Hashing took a while: writes only if the session is still alive and the password is still the one that was
 * checked. In one transaction the other sessions end and this one gets the token that is returned.
 */
function replace(
  { database, now }: SignInParts,
  old: typeof accounts.$inferSelect,
  hash: string,
  by: SignedInActor,
): IssuedToken | null {
  const at = now();
  return actingAs(database, by, null, () => {
    const changed = database
      .update(accounts)
      .set({ passwordHash: hash, passwordChangedAt: at })
      .where(and(eq(accounts.id, by.id), eq(accounts.passwordHash, old.passwordHash)))
      .run().changes;
    if (changed === 0) return null;
    const subject = { actor: by, at, accountId: by.id, sessionId: by.sessionId };
    recordEvent(database, { name: "authn_password_change", ...subject });
    const others = and(eq(sessions.accountId, by.id), ne(sessions.id, by.sessionId));
    endSessions(database, others, { reason: "password_changed", actor: by, at });
    announcePassword(database, old, at);
    const token = newToken();
    const renewed = renewToken(database, by.sessionId, hashToken(token), { actor: by, at });
    return renewed && { token, remembered: renewed.remembered };
  });
}
