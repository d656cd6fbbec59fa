import { and, asc, desc, eq, inArray, lt, ne, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts, endedSessions, sessions } from "#db/schema.ts";
import { write } from "#db/write.ts";
import { system } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { greetDevice } from "#lib/known-device/greet-device.ts";
import { isBanned } from "../ban-state.ts";
import type {
  EndingRecord,
  Selection,
  SessionStore,
  StartOptions,
  StoredSession,
} from "../session-store.ts";
import { actingAs } from "./acting-as.ts";
import { endSessions, endSessionsById } from "./end-sessions.ts";
import { endTimedOut } from "./end-timed-out.ts";
import { sessionFinder } from "./find-session.ts";
import { keepAccount } from "./keep-account.ts";
import { liveCounter } from "./live-count.ts";
import { renewToken } from "./renew-token.ts";

const found = {
  session: sessions,
  account: {
    id: accounts.id,
    name: accounts.name,
    email: accounts.email,
    role: accounts.role,
    bannedAt: accounts.bannedAt,
    bannedUntil: accounts.bannedUntil,
  },
};

/** Sessions in SQLite. Statements are prepared once: a prepared query costs a fifth of an unprepared one. */
export function sqliteSessionStore(database: Database): SessionStore {
  const byTokenHash = sessionFinder(database);
  const byAccount = database
    .select(found)
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .where(eq(sessions.accountId, sql.placeholder("accountId")))
    .orderBy(desc(sessions.lastSeenAt), asc(sessions.id))
    .prepare();
  const endedByTokenHash = database
    .select()
    .from(endedSessions)
    .where(eq(endedSessions.tokenHash, sql.placeholder("tokenHash")))
    .prepare();
  const forward = sql`max(${sessions.lastSeenAt}, ${sql.placeholder("at")})`;
  const touchOne = database
    .update(sessions)
    .set({ lastSeenAt: forward })
    .where(eq(sessions.id, sql.placeholder("id")))
    .prepare();
  const touch = (seen: ReadonlyMap<string, Date>): number => {
    const touched = [...seen].map(([id, at]) => touchOne.run({ id, at: at.getTime() }).changes);
    return touched.reduce((sum, changes) => sum + changes, 0);
  };
  const liveCount = liveCounter(database);

  return {
    start: (session, options) => write(database, () => start(database, session, options)),

    findByTokenHash: async (tokenHash) => byTokenHash(tokenHash),

    findEnded: async (tokenHash) => endedByTokenHash.get({ tokenHash }) ?? null,

    listByAccount: async (accountId) => byAccount.all({ accountId }),

    touch: (seen) => write(database, () => touch(seen)),

    replaceToken: (id, tokenHash, by) =>
      write(database, () => renewToken(database, id, tokenHash, by)),

    end: (selection, ending) =>
      write(database, () =>
        actingAs(database, ending.actor, 0, () =>
          endSessions(database, matching(selection), ending),
        ),
      ),

    endTimedOut: (idle, now, limit) =>
      write(database, () => endTimedOut(database, idle, now, limit)),

    endSome: (ending, limit) =>
      write(database, () => endSessions(database, sql`true`, ending, limit)),

    purgeEnded: (endedBefore, limit) =>
      write(database, () => purgeEnded(database, endedBefore, limit)),

    countLive: async () => liveCount(),
  };
}

function matching(selection: Selection): SQL | undefined {
  const account =
    "accountId" in selection ? eq(sessions.accountId, selection.accountId) : undefined;
  if ("id" in selection) return and(eq(sessions.id, selection.id), account);
  const others = selection.except === undefined ? undefined : ne(sessions.id, selection.except);
  return and(account, others);
}

function start(
  database: Database,
  session: StoredSession,
  { actor, maxSessions, replaces, device, checked }: StartOptions,
): boolean {
  const at = session.createdAt;
  if (!maySignIn(database, session.accountId, checked, at)) return false;
  if (replaces)
    endSessions(database, eq(sessions.tokenHash, replaces), { reason: "signed_out", actor, at });
  keepAccount(database, session.accountId, actor, at);
  makeRoom(database, session.accountId, maxSessions - 1, at);
  database.insert(sessions).values(session).run();
  if (device) greetDevice(database, session, device);
  recordEvent(database, {
    name: "authn_login_success",
    actor,
    at,
    accountId: session.accountId,
    sessionId: session.id,
    detail: { remembered: session.remembered, kind: session.kind },
  });
  return true;
}

function purgeEnded(database: Database, endedBefore: Date, limit: number): number {
  const old = database
    .select({ id: endedSessions.id })
    .from(endedSessions)
    .where(lt(endedSessions.endedAt, endedBefore))
    .limit(limit);
  return database.delete(endedSessions).where(inArray(endedSessions.id, old)).run().changes;
}

/** The password was checked some time ago: a ban, another role, another password or a disowned session must win. */
function maySignIn(
  database: Database,
  accountId: string,
  checked: StartOptions["checked"],
  now: Date,
): boolean {
  const account = database.select().from(accounts).where(eq(accounts.id, accountId)).get();
  if (account?.passwordChangedAt.getTime() !== checked.passwordChangedAt.getTime()) return false;
  if (account.resetRequiredAt !== null) return false;
  return account.role === checked.role && !isBanned(account, now);
}

function makeRoom(database: Database, accountId: string, keep: number, at: Date): void {
  const newestFirst = database
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.accountId, accountId))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.createdAt))
    .all();
  const ending: EndingRecord = { reason: "replaced", actor: system, at };
  endSessionsById(
    database,
    newestFirst.slice(keep).map(({ id }) => id),
    ending,
  );
}
