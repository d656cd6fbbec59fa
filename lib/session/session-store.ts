import type { Actor } from "#lib/audit/event.ts";
import type { Duration } from "#lib/duration.ts";
import type { Client, EndReason, Role, SessionAccount, SessionKind } from "./session.ts";

/** A row as it is kept: `expiresAt` is the absolute timeout alone; the idle one is policy, not store. */
export interface StoredSession extends Client {
  id: string;
  tokenHash: Buffer;
  accountId: string;
  kind: SessionKind;
  remembered: boolean;
  createdAt: Date;
  lastSeenAt: Date;
  authenticatedAt: Date;
  expiresAt: Date;
  deviceName: string | null;
  place: string | null;
}

/** A row with its account, as one look-up gives them. */
export interface FoundSession {
  session: StoredSession;
  account: SessionAccount & { bannedAt: Date | null; bannedUntil: Date | null };
}

export interface EndingRecord {
  reason: EndReason;
  actor: Actor;
  at: Date;
}

export interface EndedSession extends StoredSession {
  reason: EndReason;
  actorKind: Actor["kind"];
  actorId: string | null;
  endedAt: Date;
}

/** How long a session may go unseen, by class: administrators first, then by whether it is remembered. */
export interface IdleTimeouts {
  admin: Duration;
  member: Duration;
  remembered: Duration;
}

/** Which sessions to end. The account stands in the query itself, never in a check before it. */
export type Selection =
  | { accountId: string; id: string }
  | { accountId: string; except?: string }
  | { id: string };

/**
 * Where live sessions and the history of ended ones are kept. Each method is atomic by itself; instants are
 * absolute. `stores/session-store.contract.ts` says what every implementation must hold.
 */
export interface SessionStore {
  /**
   * Adds a session and the sign-in to the trail. Ends, in the same transaction, the session this browser had
   * and, beyond `maxSessions`, the ones unseen for longest. False, and nothing is written, when the account is
   * gone, banned, disowned, or not any more what it was when the password was checked.
   */
  start(session: StoredSession, options: StartOptions): Promise<boolean>;
  findByTokenHash(tokenHash: Buffer): Promise<FoundSession | null>;
  findEnded(tokenHash: Buffer): Promise<EndedSession | null>;
  /** The account's rows, last seen first. */
  listByAccount(accountId: string): Promise<FoundSession[]>;
  /** Moves each session's last-seen forward, never back; returns how many of them are there. Never inserts. */
  touch(seen: ReadonlyMap<string, Date>): Promise<number>;
  /** Gives a live session a new token; null when it has ended. */
  replaceToken(
    id: string,
    tokenHash: Buffer,
    by: { actor: Actor; at: Date },
  ): Promise<{ remembered: boolean } | null>;
  /**
   * Moves the selected rows to the history with one event each; returns how many. None when the session that the
   * actor acts through has ended.
   */
  end(selection: Selection, ending: EndingRecord): Promise<number>;
  /** Ends at most `limit` sessions that are over, with the reason and at the instant they ran out; returns how many. */
  endTimedOut(idle: IdleTimeouts, now: Date, limit: number): Promise<number>;
  /** Ends at most `limit` of all sessions; returns how many. */
  endSome(ending: EndingRecord, limit: number): Promise<number>;
  /** Forgets history older than `endedBefore`, at most `limit` rows; returns how many. */
  purgeEnded(endedBefore: Date, limit: number): Promise<number>;
  countLive(): Promise<number>;
}

export interface StartOptions {
  actor: Actor;
  maxSessions: number;
  replaces: Buffer | null;
  /** The hash by which the account knows this browser from now on; its owner is told when it is new. */
  device?: Buffer | null;
  /** The account as it was when the password was checked. */
  checked: { role: Role; passwordChangedAt: Date };
}
