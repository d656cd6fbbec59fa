import { setImmediate as requestsTurn } from "node:timers/promises";
import { type AccountActor, type Actor, signingIn, system } from "#lib/audit/event.ts";
import { after, before, type Duration, days, seconds } from "#lib/duration.ts";
import { remembering } from "#lib/remembering.ts";
import { maxUserAgentLength } from "./device.ts";
import { toEnding, toSession } from "./found-session.ts";
import { isDueForTouch, isFresh, type SessionPolicy, timedOut, timeoutsFor } from "./policy.ts";
import type { Client, Ending, Role, Session, SessionKind } from "./session.ts";
import type { FoundSession, SessionStore } from "./session-store.ts";
import { hashToken, newId, newToken, type SessionToken } from "./token.ts";
import { touchesIn } from "./touches.ts";

/** Who signs in, as the password check found them. */
export interface SignedIn {
  id: string;
  role: Role;
  passwordChangedAt: Date;
}

export interface StartRequest {
  client: Client;
  remember: boolean;
  kind?: SessionKind;
  /** The token this browser carried before; it ends, whoever's it was. */
  replaces?: SessionToken | null;
  /** By which the account is to know this browser again. */
  device?: SessionToken | null;
}

/** Somebody who acts through a live session. */
export type SignedInActor = AccountActor & { sessionId: string };

/** A new token for the cookie, and whether the browser shall keep it when it closes. */
export interface IssuedToken {
  token: SessionToken;
  remembered: boolean;
}

/** So many rows a transaction: among millions each touches pages of its own, and nobody shall wait for long. */
const atOnce = 50;

/** What can be done with sessions. Every ending is in force for the next request anywhere once it returns. */
export type Sessions = ReturnType<typeof sessionsIn>;

export interface SessionOptions {
  /** How long an ended session can still be looked up. */
  historyKept?: Duration;
  /** How long a touch waits for others to be written with it. */
  touchPause?: Duration;
}

/** The rules of `policy` over whatever `store` keeps; `now` is the only clock. */
export function sessionsIn(
  store: SessionStore,
  policy: SessionPolicy,
  now: () => Date,
  { historyKept = days(30), touchPause = seconds(0) }: SessionOptions = {},
) {
  const touches = touchesIn(store, touchPause);
  const hashOf = remembering(hashToken, 20_000);
  const live = (found: FoundSession): Session | null => toSession(found, policy, now());

  return {
    /** Starts a session under a new token; null when the account was banned or changed meanwhile. */
    async start(account: SignedIn, request: StartRequest): Promise<IssuedToken | null> {
      const token = newToken();
      const at = now();
      const remembered = request.remember && account.role !== "admin";
      const { absolute } = timeoutsFor(policy, account.role, remembered);
      const started = await store.start(
        {
          id: newId(),
          tokenHash: hashToken(token),
          accountId: account.id,
          kind: request.kind ?? "browser",
          remembered,
          createdAt: at,
          lastSeenAt: at,
          authenticatedAt: at,
          expiresAt: after(at, absolute),
          address: request.client.address,
          userAgent: request.client.userAgent.slice(0, maxUserAgentLength),
          deviceName: null,
          place: null,
        },
        {
          actor: signingIn(account.id, request.client.address),
          maxSessions: policy.maxSessions,
          replaces: request.replaces ? hashToken(request.replaces) : null,
          device: request.device ? hashToken(request.device) : null,
          checked: account,
        },
      );
      return started ? { token, remembered } : null;
    },

    /** The live session with this token, or null. Reads only. */
    async find(token: SessionToken): Promise<Session | null> {
      const found = await store.findByTokenHash(hashOf(token));
      return found && live(found);
    },

    /** How the session with this token ended; null when it is alive, unknown or long forgotten. */
    async findEnding(token: SessionToken): Promise<Ending | null> {
      const ended = await store.findEnded(hashToken(token));
      if (ended) return toEnding(ended);
      const found = await store.findByTokenHash(hashToken(token));
      const over = found && timedOut(policy, found.account.role, found.session, now());
      return over ? { reason: over.reason, by: "latchkey", endedAt: over.at } : null;
    },

    /**
     * Ends the session with this token if it has timed out, as the sweep would: once refused it stays refused,
     * whatever the clock does afterwards.
     */
    async settle(token: SessionToken): Promise<void> {
      const found = await store.findByTokenHash(hashToken(token));
      const over = found && timedOut(policy, found.account.role, found.session, now());
      if (!over) return;
      const { id, accountId } = found.session;
      await store.end({ id, accountId }, { ...over, actor: system });
    },

    /** Whether its person proved lately enough who they are. */
    isFresh: (session: Session): boolean => isFresh(policy, session.authenticatedAt, now()),

    /** The account's live sessions, last seen first. */
    async list(accountId: string): Promise<Session[]> {
      const found = await store.listByAccount(accountId);
      return found.map(live).filter((session) => session !== null);
    },

    /** Notes that the session is in use, at most once in the touch interval; resolves when it is written. */
    async touch(session: Session): Promise<void> {
      const at = now();
      const isOver = session.expiresAt <= at;
      if (!isOver && isDueForTouch(policy, session.lastSeenAt, at))
        await touches.note(session.id, at);
    },

    /** Writes at once the touches that wait. */
    flushTouches: (): Promise<void> => touches.flush(),

    /** Gives the session a new token after its person proved who they are; null when it has ended. */
    async renew(by: SignedInActor): Promise<IssuedToken | null> {
      const token = newToken();
      const renewal = { actor: by, at: now() };
      const renewed = await store.replaceToken(by.sessionId, hashToken(token), renewal);
      return renewed && { token, remembered: renewed.remembered };
    },

    /** The person leaves this device. */
    async signOut(by: SignedInActor): Promise<void> {
      await store.end(own(by, by.sessionId), { reason: "signed_out", actor: by, at: now() });
    },

    /** The owner ends one device; false when it is not theirs or not alive. */
    async revoke(id: string, by: SignedInActor): Promise<boolean> {
      const reason = id === by.sessionId ? "signed_out" : "revoked";
      return (await store.end(own(by, id), { reason, actor: by, at: now() })) > 0;
    },

    /** The owner ends every device but this one; returns how many. */
    async revokeOthers(by: SignedInActor): Promise<number> {
      const others = { accountId: by.id, except: by.sessionId };
      return store.end(others, { reason: "revoked", actor: by, at: now() });
    },

    /** The owner ends every device, this one too; returns how many. */
    async revokeEverywhere(by: SignedInActor): Promise<number> {
      return store.end(
        { accountId: by.id },
        { reason: "revoked_everywhere", actor: by, at: now() },
      );
    },

    /** An administrator ends one session, of a given account when one is named; false when there is none. */
    async force(id: string, actor: Actor, accountId?: string): Promise<boolean> {
      const selection = accountId === undefined ? { id } : { id, accountId };
      return (await store.end(selection, { reason: "forced", actor, at: now() })) > 0;
    },

    /** An administrator ends all of an account's sessions; returns how many. */
    async forceEverywhere(accountId: string, actor: Actor): Promise<number> {
      return store.end({ accountId }, { reason: "forced", actor, at: now() });
    },

    /** Ends every session of every account in small batches; yields how many ended so far. */
    async *forceAll(actor: Actor, batch = atOnce): AsyncGenerator<number> {
      let ended = 0;
      for (;;) {
        const some = await store.endSome({ reason: "forced", actor, at: now() }, batch);
        if (some === 0) return;
        ended += some;
        yield ended;
        await requestsTurn();
      }
    },

    /** Moves one batch of timed-out sessions to the history and forgets one batch of old history. */
    async sweep(batch = atOnce): Promise<number> {
      const at = now();
      const idle = {
        admin: policy.admin.idle,
        member: policy.member.idle,
        remembered: policy.remembered.idle,
      };
      const ended = await store.endTimedOut(idle, at, batch);
      await requestsTurn();
      return ended + (await store.purgeEnded(before(at, historyKept), batch));
    },

    countLive: (): Promise<number> => store.countLive(),
  };
}

const own = (by: SignedInActor, id: string) => ({ accountId: by.id, id });
