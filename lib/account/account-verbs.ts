import { write } from "#db/write.ts";
import { type Actor, visitor } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import type { Duration } from "#lib/duration.ts";
import { exportAccount } from "#lib/export/export-account.ts";
import type { Role } from "#lib/session/session.ts";
import type { SignedInActor } from "#lib/session/sessions.ts";
import type { SessionToken } from "#lib/session/token.ts";
import { admit } from "#lib/throttle/admit.ts";
import type { InTurn } from "#lib/throttle/in-turn.ts";
import { signUpFromNetwork } from "#lib/throttle/limits.ts";
import { type Ban, banAccount, liftBan } from "./ban.ts";
import { changePassword } from "./change-password.ts";
import { acceptsEmail, confirmEmail } from "./confirm-email.ts";
import { createAccount, type NewAccount } from "./create-account.ts";
import { deleteAccount } from "./delete-account.ts";
import { reauthenticate } from "./reauthenticate.ts";
import { rename } from "./rename.ts";
import { requestDeletion } from "./request-deletion.ts";
import { requestEmailChange } from "./request-email-change.ts";
import { type ResetRequest, requestReset } from "./request-reset.ts";
import { requestVerification, welcome } from "./request-verification.ts";
import { findReset, type NewPassword, resetPassword } from "./reset-password.ts";
import { changeRole } from "./role.ts";
import { type Credentials, type SignInParts, signIn } from "./sign-in.ts";
import { type NewPerson, type SignUpOutcome, type SignUpRequest, signUp } from "./sign-up.ts";

export interface AccountParts extends SignInParts {
  inTurn: InTurn;
  /** Between the wish to delete an account and its deletion. */
  deletionGrace: Duration;
}

/** Everything that changes accounts, bound to one database and clock. Finding them is in accounts.ts. */
export function accountVerbs(parts: AccountParts) {
  const { database, deletionGrace, now } = parts;
  return {
    signIn: (asked: Credentials) => signIn(parts, asked),
    signUp: (person: NewPerson, request: SignUpRequest) => signUpFreely(parts, person, request),
    create: (account: NewAccount, by: Actor | { address: string }) =>
      write(database, () => createAccount(database, account, by, now())),
    rename: (name: string, by: SignedInActor) =>
      write(database, () => rename(database, name, by, now())),
    changePassword: (asked: { current: string; next: string }, by: SignedInActor) =>
      changePassword(parts, asked, by),
    reauthenticate: (password: string, by: SignedInActor) => reauthenticate(parts, password, by),
    requestReset: (asked: ResetRequest) => requestReset(parts, asked),
    findReset: async (token: SessionToken) => findReset(database, token, now()),
    resetPassword: (asked: NewPassword) => resetPassword(parts, asked),
    requestVerification: (by: SignedInActor) => requestVerification(parts, by),
    requestEmailChange: (email: string, by: SignedInActor) => requestEmailChange(parts, email, by),
    acceptsEmail: async (token: SessionToken) => acceptsEmail(database, token, now()),
    confirmEmail: (asked: { token: SessionToken; address: string }) =>
      confirmEmail(database, asked, now()),
    ban: (accountId: string, ban: Ban, by: Actor) =>
      write(database, () => banAccount(database, accountId, ban, by, now())),
    liftBan: (accountId: string, by: Actor) =>
      write(database, () => liftBan(database, accountId, by, now())),
    changeRole: (accountId: string, role: Role, by: Actor) =>
      write(database, () => changeRole(database, accountId, role, by, now())),
    /** Everything kept about the account's person, as pieces of one JSON text. The trail notes it first. */
    async export(accountId: string, by: Actor): Promise<AsyncGenerator<string>> {
      const event = { name: "user_exported", actor: by, at: now(), accountId } as const;
      await write(database, () => recordEvent(database, event));
      return exportAccount(database, accountId, now());
    },
    requestDeletion: (by: SignedInActor) =>
      write(database, () => requestDeletion(database, deletionGrace, by, now())),
    /** At once and for good. */
    delete: (accountId: string, by: Actor) =>
      write(database, () => deleteAccount(database, accountId, by, now())),
  };
}

/** Anybody may, so the network's accounts are counted; one that was too busy to be made is given back. */
async function signUpFreely(
  parts: AccountParts,
  person: NewPerson,
  request: SignUpRequest,
): Promise<SignUpOutcome> {
  const { database, throttle, now } = parts;
  const by = { address: request.client.address };
  const limit = signUpFromNetwork(by.address);
  const attempt = await admit(parts, [limit], { actor: visitor(by.address) });
  if (!attempt.allowed) return { kind: "throttled", until: attempt.until };
  const outcome = await signUp(parts, person, request, (account) =>
    write(database, () => {
      const created = createAccount(database, { ...account, role: "member" }, by, now());
      if (created) welcome(database, created, now());
      return created ?? "email_taken";
    }),
  );
  if (outcome.kind === "busy") await throttle.refund([limit.key]);
  return outcome;
}
