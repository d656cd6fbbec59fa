import { type actorKinds, eventNames } from "#db/schema.ts";

export { eventNames };

/** A person acting through one of their sessions. */
export interface AccountActor {
  kind: "account";
  id: string;
  /** Null while they have none: signing in, setting up. */
  sessionId: string | null;
  address: string;
}

/** Somebody not signed in, somebody at the shell, or Latchkey itself. */
interface NamelessActor {
  kind: Exclude<(typeof actorKinds)[number], "account">;
  id: null;
  sessionId: null;
  address: string | null;
}

/** Who did something, and from which address where one is known. */
export type Actor = AccountActor | NamelessActor;

const nameless = { id: null, sessionId: null, address: null };
export const system: Actor = { kind: "system", ...nameless };
export const commandLine: Actor = { kind: "command_line", ...nameless };
export const visitor = (address: string): Actor => ({ kind: "visitor", ...nameless, address });

/** A person with an account who has no session yet. */
export function signingIn(accountId: string, address: string): AccountActor {
  return { kind: "account", id: accountId, sessionId: null, address };
}

export type EventName = (typeof eventNames)[number];

export interface NewEvent {
  name: EventName;
  actor: Actor;
  at: Date;
  accountId?: string | null;
  sessionId?: string | null;
  detail?: Record<string, unknown>;
}

/** One line of the trail, with the people in it by name where they still have an account. */
export interface AuditEvent {
  id: number;
  at: Date;
  name: EventName;
  actor: Pick<Actor, "kind" | "id" | "sessionId"> & { email: string | null };
  address: string | null;
  account: { id: string; email: string | null } | null;
  sessionId: string | null;
  detail: Record<string, unknown>;
}
