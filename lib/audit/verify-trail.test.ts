import { describe, expect, test } from "vitest";
import type { Database } from "#db/open.ts";
import { actorOf, noon } from "#lib/testing/builders.ts";
import { inChildren } from "#lib/testing/children.ts";
import { temporaryDatabase, temporaryFile } from "#lib/testing/database.ts";
import { trail } from "#lib/testing/services.ts";
import { type Head, headText, parseHead } from "./chain.ts";
import { type NewEvent, system, visitor } from "./event.ts";
import { recordEvent, recordEvents } from "./record-event.ts";
import { verifyTrail } from "./verify-trail.ts";

const ban: NewEvent = {
  name: "user_banned",
  actor: actorOf({ id: "admin" }, "session"),
  at: noon,
  accountId: "ada",
  sessionId: "hers",
  detail: { reason: "Spam" },
};

/** Ten lines, some by people with an address and some without. */
function aTrail() {
  const database = temporaryDatabase();
  const lines = Array.from({ length: 10 }, (_, index) =>
    index % 2 === 0 ? ban : { ...ban, actor: index === 3 ? visitor("192.0.2.9") : system },
  );
  recordEvents(database, lines.slice(0, 4));
  for (const line of lines.slice(4)) recordEvent(database, line);
  return { database, verify: (expected?: Head) => verifyTrail(database, expected) };
}

/** Somebody who can write to the file, and so drop the trigger. */
function tamper(database: Database, ...statements: string[]): void {
  database.$client.exec("drop trigger events_never_change");
  for (const statement of statements) database.$client.exec(statement);
}

function headAt(database: Database, id: number): Head {
  const chain = trail(database).find((line) => line.id === id)?.chain;
  if (!chain) throw new Error(`Line ${id} has no chain.`);
  return { id, chain };
}

const lineBroken = (line: number) => expect.objectContaining({ kind: "broken", line });

test("a trail as it was written is intact, and its head is the last line's", () => {
  const { database, verify } = aTrail();
  const head = headAt(database, 10);
  expect(verify()).toEqual({ kind: "intact", events: 10, unchained: 0, head });
  expect(verify(headAt(database, 4))).toMatchObject({ kind: "intact" });
});

test("an empty trail is intact and has no head", () => {
  const finding = verifyTrail(temporaryDatabase());
  expect(finding).toEqual({ kind: "intact", events: 0, unchained: 0, head: null });
});

test("the same event twice has different salts, hashes and links", () => {
  const [first, , third] = trail(aTrail().database);
  expect(first?.addressSalt).toHaveLength(16);
  expect(first?.addressSalt).not.toEqual(third?.addressSalt);
  expect(first?.addressHash).not.toEqual(third?.addressHash);
});

test("a line without an address has neither salt nor hash", () => {
  expect(trail(aTrail().database)[1]).toMatchObject({
    address: null,
    addressSalt: null,
    addressHash: null,
  });
});

describe("with write access to the file, it is noticed that somebody", () => {
  test.each([
    ["edited a detail", "update events set detail = '{}' where id = 5", 5],
    ["edited the last line", "update events set actor_id = 'other' where id = 9", 9],
    ["moved an instant", "update events set at = at + 1 where id = 2", 2],
    ["made a line another account's", "update events set account_id = 'bob' where id = 1", 1],
    ["hid through which session", "update events set actor_session_id = null where id = 5", 5],
    [
      "wrote the same detail as bytes",
      "update events set detail = cast(detail as blob) where id = 5",
      5,
    ],
    ["removed a line in the middle", "delete from events where id = 5", 6],
    ["removed the beginning", "delete from events where id < 4", 4],
    ["removed the end", "delete from events where id > 7", 8],
    ["removed everything", "delete from events", 1],
    ["took a link away", "update events set chain = null where id = 5", 5],
    ["took all links up to one away", "update events set chain = null where id <= 5", 6],
    ["put another address there", "update events set address = '192.0.2.200' where id = 3", 3],
    [
      "put an address where there was none",
      "update events set address = '192.0.2.1' where id = 2",
      2,
    ],
    ["forgot the address but not its salt", "update events set address = null where id = 3", 3],
  ])("%s", (_what, statement, line) => {
    const { database, verify } = aTrail();
    tamper(database, statement);
    expect(verify()).toEqual(lineBroken(line));
  });

  test("swapped two lines", () => {
    const { database, verify } = aTrail();
    const swap = "update events set id = case id when 4 then 5 else 4 end + 100 where id in (4, 5)";
    tamper(database, swap, "update events set id = id - 100 where id > 100");
    expect(verify()).toEqual(lineBroken(4));
  });

  test("inserted a line", () => {
    const { database, verify } = aTrail();
    tamper(
      database,
      "update events set id = -id where id > 5",
      "update events set id = 1 - id where id < 0",
    );
    database.$client.exec(
      `insert into events (id, at, name, actor_kind, detail, chain)
       select 6, at, 'user_unbanned', actor_kind, detail, chain from events where id = 5`,
    );
    expect(verify()).toEqual(lineBroken(6));
  });

  test("cut the end off before Latchkey wrote on", () => {
    const { database, verify } = aTrail();
    tamper(database, "delete from events where id > 7");
    recordEvent(database, ban);
    expect(verify()).toEqual(lineBroken(11));
  });

  test("cut the end off and covered it up, once a head is expected", () => {
    const { database, verify } = aTrail();
    const head = headAt(database, 10);
    tamper(
      database,
      "delete from events where id > 7",
      "update sqlite_sequence set seq = 7 where name = 'events'",
    );
    expect(verify()).toMatchObject({ kind: "intact", events: 7 });
    expect(verify(head)).toEqual({ kind: "head_missing", why: "cut_off" });
    recordEvents(database, [ban, ban, ban, ban]);
    expect(verify(head)).toEqual({ kind: "head_missing", why: "rewritten" });
    expect(verify(headAt(database, 7))).toMatchObject({ kind: "intact" });
  });
});

test("a forgotten address leaves the chain whole, and one that is put back does not", () => {
  const { database, verify } = aTrail();
  database.$client.exec("update events set address = null, address_salt = null where id <= 6");
  expect(verify()).toMatchObject({ kind: "intact", events: 10 });
  tamper(
    database,
    "update events set address = '192.0.2.1', address_salt = zeroblob(16) where id = 5",
  );
  expect(verify()).toEqual(lineBroken(5));
});

test("the database itself lets nobody change anything but forget an address", () => {
  const { database } = aTrail();
  const change = (what: string) => () =>
    database.$client.exec(`update events set ${what} where id = 5`);
  for (const what of [
    "chain = zeroblob(32)",
    "address_hash = null",
    "address = null, address_salt = null, detail = '{}'",
    "address = '192.0.2.2'",
  ])
    expect(change(what)).toThrow("append-only");
  expect(change("address = null, address_salt = null")).not.toThrow();
});

test("lines from before there was a chain are counted and not vouched for", () => {
  const database = temporaryDatabase();
  database.$client.exec(
    `insert into events (at, name, actor_kind, address, detail) values
       (1, 'user_created', 'system', null, '{}'), (2, 'user_banned', 'visitor', '192.0.2.1', '{}')`,
  );
  expect(verifyTrail(database)).toEqual({ kind: "intact", events: 2, unchained: 2, head: null });
  recordEvents(database, [ban, ban]);
  expect(verifyTrail(database)).toMatchObject({ kind: "intact", events: 4, unchained: 2 });
});

test("a line that was not chained after ones that were is no line of ours", () => {
  const { database, verify } = aTrail();
  database.$client.exec(
    "insert into events (at, name, actor_kind, detail) values (1, 'user_created', 'system', '{}')",
  );
  expect(verify()).toEqual(lineBroken(11));
});

test("what is rolled back leaves no gap", () => {
  const { database, verify } = aTrail();
  const failing = database.$client.transaction(() => {
    recordEvents(database, [ban, ban]);
    throw new Error("no");
  });
  expect(failing).toThrow("no");
  recordEvent(database, ban);
  expect(verify()).toMatchObject({ kind: "intact", events: 11 });
});

test("processes that write at the same time make one chain", { timeout: 60_000 }, async () => {
  const file = temporaryFile();
  const database = temporaryDatabase(file);
  const children = await inChildren(
    3,
    `import { openDatabase } from "#db/open.ts";
     import { write } from "#db/write.ts";
     import { system } from "#lib/audit/event.ts";
     import { recordEvent } from "#lib/audit/record-event.ts";
     const database = openDatabase(process.argv[1]);
     for (let count = 0; count < 30; count++)
       await write(database, () =>
         recordEvent(database, { name: "user_created", actor: system, at: new Date() }));`,
    file,
  );
  expect(children.map(({ errors }) => errors)).toEqual(["", "", ""]);
  expect(verifyTrail(database)).toMatchObject({ kind: "intact", events: 90 });
});

describe("a head", () => {
  test("is read as it is printed", () => {
    const head = headAt(aTrail().database, 10);
    expect(parseHead(headText(head))).toEqual(head);
  });

  test.each([
    "",
    "10",
    "10:",
    ":ab",
    `x:${"a".repeat(64)}`,
    `10:${"a".repeat(63)}`,
    `10:${"g".repeat(64)}`,
  ])("%j is none", (text) => expect(parseHead(text)).toBeNull());
});
