import { write } from "#db/write.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import type { IssuedToken, SignedInActor } from "#lib/session/sessions.ts";
import { type PasswordProof, provePassword } from "./prove-password.ts";
import type { SignInParts } from "./sign-in.ts";

export type ReauthenticateOutcome =
  | ({ kind: "confirmed" } & IssuedToken)
  | Exclude<PasswordProof, { kind: "proved" }>;

/** Makes the session fresh for whoever knows the password, and gives it a new token (ASVS 5.0 7.2.4, 7.5.1). */
export async function reauthenticate(
  parts: SignInParts,
  password: string,
  by: SignedInActor,
): Promise<ReauthenticateOutcome> {
  const proof = await provePassword(parts, password, by);
  if (proof.kind === "proved") {
    const issued = await parts.sessions.renew(by);
    return issued === null ? { kind: "session_ended" } : { kind: "confirmed", ...issued };
  }
  if (proof.kind === "wrong_password") await noteFailure(parts, by);
  return proof;
}

async function noteFailure({ database, now }: SignInParts, by: SignedInActor): Promise<void> {
  await write(database, () =>
    recordEvent(database, {
      name: "authn_login_fail",
      actor: by,
      at: now(),
      accountId: by.id,
      sessionId: by.sessionId,
      detail: { why: "asked_again" },
    }),
  );
}
