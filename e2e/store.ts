import { randomBytes } from "node:crypto";
import { openDatabase } from "#db/open.ts";
import { bcryptPasswords } from "#lib/account/passwords.ts";
import { commandLine } from "#lib/audit/event.ts";
import { type Duration, minutes } from "#lib/duration.ts";
import { readEnv } from "#lib/env.ts";
import { createServices } from "#lib/services.ts";
import type { EndReason, Role } from "#lib/session/session.ts";
import { hashToken } from "#lib/session/token.ts";
import { tokenIn } from "./cookie.ts";
import type { RunningServer } from "./server.ts";

export interface Person {
  id: string;
  name: string;
  email: string;
  password: string;
}

export interface GivenPerson {
  name?: string;
  email?: string;
  role?: Role;
}

export interface HistoryLine {
  id: string;
  reason: EndReason;
  actorKind: string;
  actorId: string | null;
}

export type Store = ReturnType<typeof openStore>;

// Cheap to check, whatever it costs to change: sign-in goes by what the stored hash says.
const passwords = bcryptPasswords(4);
const password = "paper boat on a pond";
let hashed: Promise<string | null> | null = null;

/** A short word that no other test has. */
export const unique = (): string => randomBytes(5).toString("hex");

/** The running server's data, from outside: makes people and lets time pass. */
export function openStore(server: RunningServer) {
  const database = openDatabase(server.databaseFile);
  const services = createServices({ env: readEnv(server.environment), database, passwords });
  const client = database.$client;
  // The server writes when it likes, and a slow disk makes it hold the lock for a while.
  client.pragma("busy_timeout = 10000");

  return {
    services,
    database,
    client,

    async createAccount({
      name = "Ada Lovelace",
      role = "member",
      email,
    }: GivenPerson = {}): Promise<Person> {
      hashed ??= passwords.hash(password);
      const passwordHash = (await hashed) ?? "";
      const address = email ?? `${unique()}@example.com`;
      const account = await services.accounts.create(
        { name, email: address, passwordHash, role },
        commandLine,
      );
      if (account === null) throw new Error(`${address} is taken.`);
      return { id: account.id, name, email: address, password };
    },

    /** The row id of the live session that this cookie value stands for. */
    async sessionId(cookie: string): Promise<string> {
      const token = await tokenIn(cookie, services.sessionSecrets);
      const session = token && (await services.sessions.find(token));
      if (!session) throw new Error("This cookie has no live session.");
      return session.id;
    },

    /** Lets time pass for one session: `unused` since it was seen, `old` since it started. */
    age(sessionId: string, { unused, old }: { unused?: Duration; old?: Duration }): void {
      client
        .prepare("update sessions set last_seen_at = last_seen_at - ? where id = ?")
        .run(unused ?? 0, sessionId);
      client
        .prepare(
          "update sessions set created_at = created_at - ?, expires_at = expires_at - ? where id = ?",
        )
        .run(old ?? 0, old ?? 0, sessionId);
    },

    /** Lets the proof of who somebody is become too old, and nothing else. */
    makeStale(sessionId: string): void {
      client
        .prepare("update sessions set authenticated_at = authenticated_at - ? where id = ?")
        .run(minutes(11), sessionId);
    },

    lastSeenAt: (sessionId: string): number =>
      client
        .prepare("select last_seen_at from sessions where id = ?")
        .pluck()
        .get(sessionId) as number,

    /** Lets the time pass that a throttled account has to wait. */
    forgive(email: string): void {
      const key = `sign-in:account:${hashToken(email.toLowerCase()).toString("base64url")}`;
      client.prepare("update throttles set resets_at = ? where key = ?").run(Date.now() - 1, key);
    },

    /** Lets so much time pass that nobody is asked to wait for anything any more. */
    forgiveAll(): void {
      client.prepare("delete from throttles").run();
    },

    /** Lets time pass for links that were sent to an account. */
    ageLinks(accountId: string, time: Duration): void {
      client
        .prepare(
          "update one_time_tokens set created_at = created_at - ?, expires_at = expires_at - ? where account_id = ?",
        )
        .run(time, time, accountId);
    },

    /** Lets time pass since the person behind the session proved who they are. */
    ageProof(sessionId: string, time: Duration): void {
      client
        .prepare("update sessions set authenticated_at = authenticated_at - ? where id = ?")
        .run(time, sessionId);
    },

    liveSessions: (accountId: string) => services.sessions.list(accountId),

    history: (accountId: string): HistoryLine[] =>
      client
        .prepare(
          "select id, reason, actor_kind as actorKind, actor_id as actorId from ended_sessions where account_id = ? order by ended_at",
        )
        .all(accountId) as HistoryLine[],

    /** Everything that a change could show in, to compare before and after. */
    snapshot: (accountId: string): unknown => [
      client.prepare("select * from accounts where id = ?").get(accountId),
      client
        .prepare(
          "select id, token_hash, account_id, expires_at, remembered from sessions where account_id = ?",
        )
        .all(accountId),
    ],

    close: () => services.close(),
  };
}
