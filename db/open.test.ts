import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, test, vi } from "vitest";
import { inChild, inChildren } from "#lib/testing/children.ts";
import { temporaryDatabase, temporaryDirectory, temporaryFile } from "#lib/testing/database.ts";
import { applicationId } from "./migrate.ts";
import { immediate, openDatabase } from "./open.ts";
import { accounts } from "./schema.ts";

// Starting a process with Drizzle in it takes a second or more.
const slow = { timeout: 60_000 };

const mode = (file: string): number => statSync(file).mode & 0o777;

const statementsOf = (file: string): unknown[] => {
  const client = new BetterSqlite3(file, { readonly: true });
  const statements = client.prepare("select sql from sqlite_schema").pluck().all();
  client.close();
  return statements;
};

test("a new database is a file that only its owner can read, in a folder of the same kind", () => {
  const file = join(temporaryDirectory(), "data", "latchkey.db");
  temporaryDatabase(file);
  expect(mode(file)).toBe(0o600);
  expect(mode(`${file}-wal`)).toBe(0o600);
  expect(mode(dirname(file))).toBe(0o700);
});

test("a new database leaves no draft beside it", () => {
  const file = temporaryFile();
  openDatabase(file).$client.close();
  expect(readdirSync(dirname(file))).toEqual(["latchkey.db"]);
});

test("every connection syncs each commit, keeps foreign keys and does not trust the schema", () => {
  const file = temporaryFile();
  openDatabase(file).$client.close();
  const { $client: client } = temporaryDatabase(file);
  const pragma = (name: string) => client.pragma(name, { simple: true });
  expect(pragma("journal_mode")).toBe("wal");
  expect(pragma("synchronous")).toBe(2);
  expect(pragma("foreign_keys")).toBe(1);
  expect(pragma("trusted_schema")).toBe(0);
  expect(pragma("busy_timeout")).toBe(20);
});

test("the SQLite inside is one whose write-ahead log does not lose commits", () => {
  // https://www.sqlite.org/wal.html#the_wal_reset_bug
  const version = temporaryDatabase().$client.prepare("select sqlite_version()").pluck().get();
  const [major, minor, patch] = String(version).split(".").map(Number);
  expect([major, minor, patch]).not.toContain(undefined);
  expect(Number(major) * 1e6 + Number(minor) * 1e3 + Number(patch)).toBeGreaterThanOrEqual(
    3_051_003,
  );
});

test("opening a database again changes nothing", () => {
  const file = temporaryFile();
  openDatabase(file).$client.close();
  const before = statementsOf(file);
  openDatabase(file).$client.close();
  expect(statementsOf(file)).toEqual(before);
  const { $client: client } = temporaryDatabase(file);
  const migrations = readdirSync("db/migrations").filter((name) => name.endsWith(".sql"));
  expect(client.prepare("select count(*) from migrations").pluck().get()).toBe(migrations.length);
});

test("a database that is not in write-ahead mode, such as a restored copy, is brought back to it", () => {
  const file = temporaryFile();
  const first = openDatabase(file);
  first.$client.pragma("journal_mode = DELETE");
  first.$client.close();
  expect(temporaryDatabase(file).$client.pragma("journal_mode", { simple: true })).toBe("wal");
});

test(
  "processes that open a new file at the same moment use one and the same database",
  slow,
  async () => {
    const file = temporaryFile();
    const children = await inChildren(
      3,
      `import { openDatabase } from "#db/open.ts";
     const { $client: client } = openDatabase(process.argv[1]);
     client.prepare("insert into throttles values (?, 1, 1)").run(String(process.pid));
     client.close();`,
      file,
    );
    expect(children.map(({ errors, status }) => ({ errors, status }))).toEqual(
      children.map(() => ({ errors: "", status: 0 })),
    );
    expect(
      temporaryDatabase(file).$client.prepare("select count(*) from throttles").pluck().get(),
    ).toBe(3);
    expect(readdirSync(dirname(file)).filter((name) => name.endsWith(".new.db"))).toEqual([]);
  },
);

test(
  "a process killed while it makes a new database leaves none, and the next one starts",
  slow,
  async () => {
    const file = temporaryFile();
    const child = await inChild(
      `import BetterSqlite3 from "better-sqlite3";
     import { openDatabase } from "#db/open.ts";
     const { exec } = BetterSqlite3.prototype;
     let statements = 0;
     BetterSqlite3.prototype.exec = function (sql) {
       if (++statements === 12) process.kill(process.pid, "SIGKILL");
       return exec.call(this, sql);
     };
     openDatabase(process.argv[1]);`,
      file,
    );
    expect(child.signal).toBe("SIGKILL");
    expect(existsSync(file)).toBe(false);
    expect(temporaryDatabase(file).select().from(accounts).all()).toEqual([]);
  },
);

test(
  "a migration cut off before any of its statements leaves the schema as it was, and the next start completes it",
  slow,
  () => {
    const file = temporaryFile();
    const unmigrated = new BetterSqlite3(file);
    unmigrated.exec(
      "create table migrations (created_at integer primary key, hash text not null) strict",
    );
    unmigrated.pragma(`application_id = ${applicationId}`);
    unmigrated.close();
    const before = statementsOf(file);
    const crashes = withEachStatement(
      () => openDatabase(file).$client.close(),
      () => copyFiles(file),
    );
    expect(crashes.length).toBeGreaterThan(20);
    for (const crashed of crashes) {
      openDatabase(crashed).$client.close();
      expect(statementsOf(crashed)).toEqual(statementsOf(file));
      expect(statementsOf(crashed).length).toBeGreaterThan(before.length);
    }
  },
);

test("a write that another process makes impossible for longer than the timeout fails and leaves nothing", () => {
  const file = temporaryFile();
  const holder = temporaryDatabase(file);
  const waiter = temporaryDatabase(file);
  waiter.$client.pragma("busy_timeout = 0");
  const insert = (key: string) =>
    waiter.$client.prepare("insert into throttles values (?, 1, 1)").run(key);
  holder.$client.exec("begin immediate");
  expect(() => immediate(waiter, () => insert("one"))).toThrow(
    expect.objectContaining({ code: "SQLITE_BUSY" }),
  );
  expect(waiter.$client.inTransaction).toBe(false);
  holder.$client.exec("rollback");
  immediate(waiter, () => insert("two"));
  expect(holder.$client.prepare("select key from throttles").pluck().all()).toEqual(["two"]);
});

test(
  "processes that read and then write at the same time wait for each other and lose nothing",
  slow,
  async () => {
    const file = temporaryFile();
    const { $client: client } = temporaryDatabase(file);
    client.exec("insert into throttles values ('shared', 0, 1)");
    const children = await inChildren(
      3,
      `import { openDatabase } from "#db/open.ts";
     import { write } from "#db/write.ts";
     const database = openDatabase(process.argv[1]);
     const read = database.$client.prepare("select failures from throttles").pluck();
     const update = database.$client.prepare("update throttles set failures = ?");
     for (let round = 0; round < 100; round++)
       await write(database, () => update.run(read.get() + 1));`,
      file,
    );
    expect(children.map(({ errors }) => errors)).toEqual(["", "", ""]);
    expect(client.prepare("select failures from throttles").pluck().get()).toBe(300);
  },
);

test("an error inside a transaction takes back what the transactions within it did", () => {
  const database = temporaryDatabase();
  const insert = (key: string) =>
    database.$client.prepare("insert into throttles values (?, 1, 1)").run(key);
  expect(() =>
    immediate(database, () => {
      immediate(database, () => insert("inner"));
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(database.$client.prepare("select count(*) from throttles").pluck().get()).toBe(0);
});

test("a crash in the middle of a checkpoint costs nothing", () => {
  const file = temporaryFile();
  openDatabase(file).$client.close();
  const size = statSync(file).size;
  const writer = openDatabase(file);
  writer.$client.exec(
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000) insert into throttles select 'key ' || i, 1, 1 from n",
  );
  const crashed = temporaryFile();
  copyCrashed(file, crashed, size);
  writer.$client.close();
  expect(
    temporaryDatabase(crashed).$client.prepare("select count(*) from throttles").pluck().get(),
  ).toBe(5_000);
});

test("a link that points nowhere is refused, not followed to a new file", () => {
  const file = temporaryFile();
  const target = join(temporaryDirectory(), "elsewhere.db");
  symlinkSync(target, file);
  expect(() => openDatabase(file)).toThrow(expect.objectContaining({ code: "database_refused" }));
  expect(existsSync(target)).toBe(false);
});

/** Runs `work` and, before each statement of a migration, `before`; returns what that gave. */
function withEachStatement<T>(work: () => void, before: () => T): T[] {
  const results: T[] = [];
  const { exec } = BetterSqlite3.prototype;
  const spy = vi.spyOn(BetterSqlite3.prototype, "exec");
  spy.mockImplementation(function (this: BetterSqlite3.Database, sql: string) {
    results.push(before());
    return exec.call(this, sql);
  });
  work();
  spy.mockRestore();
  return results;
}

/** What a killed process leaves: its files as they are at this moment. */
function copyFiles(file: string): string {
  const copy = temporaryFile();
  for (const name of readdirSync(dirname(file)))
    copyFileSync(join(dirname(file), name), join(dirname(copy), name));
  return copy;
}

/** Copies file and -wal as a crash leaves them when the first page, with the new size, was written back already. */
function copyCrashed(file: string, copy: string, oldSize: number): void {
  const log = readFileSync(`${file}-wal`);
  const main = readFileSync(file);
  expect(main.length).toBe(oldSize);
  const pageSize = log.readUInt32BE(8);
  const frameSize = pageSize + 24;
  for (let at = 32; at + frameSize <= log.length; at += frameSize)
    if (log.readUInt32BE(at) === 1) log.copy(main, 0, at + 24, at + frameSize);
  expect(main.readUInt32BE(28) * pageSize).toBeGreaterThan(main.length);
  writeFileSync(copy, main);
  writeFileSync(`${copy}-wal`, log);
}
