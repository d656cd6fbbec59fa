import { asc } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { type Database, openDatabase } from "#db/open.ts";
import { endedSessions, events, sessions } from "#db/schema.ts";
import { days, hours, minutes } from "#lib/duration.ts";
import { actorOf, anAccount, aSession, noon } from "#lib/testing/builders.ts";
import { inChild, inChildren } from "#lib/testing/children.ts";
import { temporaryDatabase, temporaryFile } from "#lib/testing/database.ts";
import { queryPlans } from "#lib/testing/query-plans.ts";
import { hashToken, newToken } from "../token.ts";
import { endSessions } from "./end-sessions.ts";
import { describeSessionStore } from "./session-store.contract.ts";
import { sqliteSessionStore } from "./sqlite.ts";

describeSessionStore("sessions in SQLite", async () => {
  const database = temporaryDatabase();
  return {
    store: sqliteSessionStore(database),
    addAccount: async (given) => anAccount(database, given),
    listEvents: async () => database.select().from(events).orderBy(asc(events.id)).all(),
  };
});

// Starting a process with Drizzle in it takes a second or more.
const slow = { timeout: 60_000 };

describe("a change and its event stand or fall together:", () => {
  const revoked = { reason: "revoked", actor: actorOf({ id: "somebody" }), at: noon } as const;
  const noTrail = `create trigger no_trail before insert on events begin select raise(abort, 'no trail'); end`;

  function withoutTrail() {
    const database = temporaryDatabase();
    const account = anAccount(database);
    const session = aSession(account.id);
    database.insert(sessions).values(session).run();
    database.$client.exec(noTrail);
    return { database, account, session, store: sqliteSessionStore(database) };
  }

  test("a session whose ending cannot be recorded is still alive", async () => {
    const { database, session, store } = withoutTrail();
    await expect(store.end({ id: session.id }, revoked)).rejects.toThrow("no trail");
    expect((await store.findByTokenHash(session.tokenHash))?.session).toEqual(session);
    expect(database.select().from(endedSessions).all()).toEqual([]);
  });

  test("of several sessions none ends when the last cannot be recorded", async () => {
    const { database, account, store } = withoutTrail();
    for (const id of ["a", "b"])
      database.insert(sessions).values(aSession(account.id, { id })).run();
    database.$client.exec("drop trigger no_trail");
    database.$client.exec(noTrail.replace(" begin ", " when new.session_id = 'b' begin "));
    await expect(store.end({ accountId: account.id }, revoked)).rejects.toThrow("no trail");
    expect(await store.countLive()).toBe(3);
    expect(database.select().from(events).all()).toEqual([]);
  });

  test("a sign-in that cannot be recorded starts nothing and ends nothing", async () => {
    const { account, session, store } = withoutTrail();
    const options = {
      actor: actorOf(account),
      maxSessions: 1,
      replaces: session.tokenHash,
      checked: account,
    };
    await expect(store.start(aSession(account.id), options)).rejects.toThrow("no trail");
    expect((await store.listByAccount(account.id)).map((found) => found.session)).toEqual([
      session,
    ]);
  });

  test("a renewal that cannot be recorded leaves the old token", async () => {
    const { account, session, store } = withoutTrail();
    const by = { actor: actorOf(account), at: noon };
    await expect(store.replaceToken(session.id, hashToken(newToken()), by)).rejects.toThrow(
      "no trail",
    );
    expect(await store.findByTokenHash(session.tokenHash)).not.toBeNull();
  });
});

test("ending without a condition is a mistake and ends nobody", () => {
  const database = temporaryDatabase();
  const ending = { reason: "forced", actor: actorOf({ id: "somebody" }), at: noon } as const;
  expect(() => endSessions(database, undefined, ending)).toThrow(TypeError);
});

test("a thousand sessions at once are all moved, each with one event", async () => {
  const database = temporaryDatabase();
  const account = anAccount(database);
  const stored = Array.from({ length: 1_001 }, () => aSession(account.id));
  for (const session of stored) database.insert(sessions).values(session).run();
  const ending = { reason: "forced", actor: actorOf({ id: "somebody" }), at: noon } as const;
  expect(await sqliteSessionStore(database).end({ accountId: account.id }, ending)).toBe(1_001);
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id).toSorted();
  expect(database.select().from(sessions).all()).toEqual([]);
  expect(ids(database.select().from(endedSessions).all())).toEqual(ids(stored));
  const recorded = database.select().from(events).all();
  expect(recorded.map(({ sessionId }) => sessionId).toSorted()).toEqual(ids(stored));
});

test("an account with live sessions cannot be deleted from under them", () => {
  const database = temporaryDatabase();
  const account = anAccount(database);
  database.insert(sessions).values(aSession(account.id)).run();
  expect(() => database.$client.exec("delete from accounts")).toThrow("FOREIGN KEY");
});

describe("several connections to one file", () => {
  const ending = { reason: "forced", actor: actorOf({ id: "somebody" }), at: noon } as const;

  function withSessions(count: number) {
    const file = temporaryFile();
    const database = temporaryDatabase(file);
    const account = anAccount(database);
    const stored = Array.from({ length: count }, () => aSession(account.id));
    for (const session of stored) database.insert(sessions).values(session).run();
    return { file, database, account, stored, store: sqliteSessionStore(database) };
  }

  test("what one ends, the other refuses with its next look", async () => {
    const { file, stored, store } = withSessions(1);
    const other = sqliteSessionStore(temporaryDatabase(file));
    for (const { id, tokenHash } of stored) {
      expect(await other.findByTokenHash(tokenHash)).not.toBeNull();
      expect(await store.end({ id }, ending)).toBe(1);
      expect(await other.findByTokenHash(tokenHash)).toBeNull();
      expect(await other.touch(new Map([[id, noon]]))).toBe(0);
      expect(await other.end({ id }, ending)).toBe(0);
      expect(await other.findEnded(tokenHash)).toMatchObject({ reason: "forced" });
    }
  });

  test("what another process ends, this one refuses with its next look", slow, async () => {
    const { file, stored, store } = withSessions(1);
    for (const { id, tokenHash } of stored) {
      expect(await store.findByTokenHash(tokenHash)).not.toBeNull();
      const child = await inChild(
        `import { openDatabase } from "#db/open.ts";
         import { commandLine } from "#lib/audit/event.ts";
         import { sqliteSessionStore } from "#lib/session/stores/sqlite.ts";
         const store = sqliteSessionStore(openDatabase(process.argv[1]));
         const ending = { reason: "forced", actor: commandLine, at: new Date() };
         console.log(await store.end({ id: process.argv[2] }, ending));`,
        file,
        id,
      );
      expect(child).toMatchObject({ output: "1\n", errors: "" });
      expect(await store.findByTokenHash(tokenHash)).toBeNull();
      expect(await store.findEnded(tokenHash)).toMatchObject({ actorKind: "command_line" });
    }
  });

  test("processes that end the same sessions at once end each of them once", slow, async () => {
    const { file, database, account } = withSessions(60);
    const children = await inChildren(
      3,
      `import { openDatabase } from "#db/open.ts";
       import { commandLine } from "#lib/audit/event.ts";
       import { sqliteSessionStore } from "#lib/session/stores/sqlite.ts";
       const [, file, accountId] = process.argv;
       const store = sqliteSessionStore(openDatabase(file));
       const ending = { reason: "forced", actor: commandLine, at: new Date() };
       let ended = 0;
       for (const { session } of await store.listByAccount(accountId)) {
         await store.touch(new Map([[session.id, new Date()]]));
         ended += await store.end({ id: session.id }, ending);
       }
       console.log(ended);`,
      file,
      account.id,
    );
    expect(children.map(({ errors }) => errors)).toEqual(["", "", ""]);
    expect(children.reduce((sum, { output }) => sum + Number(output), 0)).toBe(60);
    expect(database.select().from(sessions).all()).toEqual([]);
    expect(database.select().from(events).all()).toHaveLength(60);
    expect(database.select().from(endedSessions).all()).toHaveLength(60);
  });
});

describe("an index answers", () => {
  const ending = { reason: "forced", actor: actorOf({ id: "somebody" }), at: noon } as const;
  const hash = hashToken("a");
  const idle = { admin: minutes(30), member: hours(1), remembered: days(14) };

  test.each<[string, (database: Database) => Promise<unknown>]>([
    ["the look-up of a token", (database) => sqliteSessionStore(database).findByTokenHash(hash)],
    ["the look-up of an ended one", (database) => sqliteSessionStore(database).findEnded(hash)],
    ["an account's list", (database) => sqliteSessionStore(database).listByAccount("a")],
    ["a touch", (database) => sqliteSessionStore(database).touch(new Map([["a", noon]]))],
    [
      "ending one",
      (database) => sqliteSessionStore(database).end({ id: "a", accountId: "a" }, ending),
    ],
    [
      "ending an account's",
      (database) => sqliteSessionStore(database).end({ accountId: "a" }, ending),
    ],
    [
      "the sweep of sessions",
      (database) => sqliteSessionStore(database).endTimedOut(idle, noon, 10),
    ],
    ["the purge of history", (database) => sqliteSessionStore(database).purgeEnded(noon, 10)],
  ])("%s", async (_, work) => {
    const database = openDatabase(":memory:");
    const plans = await queryPlans(database, () => work(database));
    // Every store counts its sessions now and then; that statement is prepared with the others.
    const steps = plans.filter((step) => !/^SCAN sessions USING COVERING INDEX/.test(step));
    expect(steps.join("\n")).toMatch(/^SEARCH (sessions|ended_sessions) /m);
    expect(steps.filter((step) => /^SCAN|TEMP B-TREE FOR ORDER BY/.test(step))).toEqual([]);
    database.$client.close();
  });
});
