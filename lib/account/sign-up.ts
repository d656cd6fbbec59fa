import type { DeviceToken } from "#lib/known-device/known-devices.ts";
import type { Client } from "#lib/session/session.ts";
import type { IssuedToken } from "#lib/session/sessions.ts";
import { newToken, type SessionToken } from "#lib/session/token.ts";
import type { Account } from "./account.ts";
import type { SignInParts } from "./sign-in.ts";

/** What a person fills in to get an account. */
export interface NewPerson {
  name: string;
  email: string;
  /** Must have passed `passwordProblem`. */
  password: string;
}

export interface SignUpRequest {
  client: Client;
  replaces: SessionToken | null;
  /** What the browser showed to be known again, one that we gave it; without it gets a new one. */
  device?: DeviceToken | null;
}

export type SignUpOutcome =
  | ({ kind: "signed_in"; device: DeviceToken } & IssuedToken)
  | { kind: "email_taken" }
  | { kind: "link_used" }
  | { kind: "throttled"; until: Date }
  | { kind: "busy" };

/** Makes an account with the given means and signs its person in on this device. */
export async function signUp(
  { passwords, sessions }: SignInParts,
  person: NewPerson,
  request: SignUpRequest,
  create: (account: { name: string; email: string; passwordHash: string }) => Created,
): Promise<SignUpOutcome> {
  const { name, email, password } = person;
  const passwordHash = await passwords.hash(password, request.client.address);
  if (passwordHash === null) return { kind: "busy" };
  const account = await create({ name, email, passwordHash });
  if (account === "email_taken" || account === "link_used") return { kind: account };
  const device = request.device ?? newToken();
  const issued = await sessions.start(account, { ...request, device, remember: false });
  if (issued === null) throw new Error("An account made a moment ago cannot sign in.");
  return { kind: "signed_in", ...issued, device };
}

type Created = Promise<Account | "email_taken" | "link_used">;
