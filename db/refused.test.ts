import { createHash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { anAccount } from "#lib/testing/builders.ts";
import { inChild } from "#lib/testing/children.ts";
import { temporaryDirectory, temporaryFile } from "#lib/testing/database.ts";
import { type Database, immediate, openDatabase } from "./open.ts";

test("an empty file is refused and left as it is", () => {
  const file = temporaryFile();
  writeFileSync(file, "");
  expectRefused(file, "is empty");
});

test("a file that is too short to be a database is refused and left as it is", () => {
  const file = temporaryFile();
  writeFileSync(file, "SQLite format 3\0");
  expectRefused(file, "is not a database");
});

test("a file of noise is refused and left as it is", () => {
  const file = temporaryFile();
  writeFileSync(file, createHash("shake256", { outputLength: 20_000 }).update("noise").digest());
  expectRefused(file, "is not a database");
});

test("another program's SQLite database is refused and left as it is", () => {
  const file = temporaryFile();
  const other = new BetterSqlite3(file);
  other.exec("create table accounts (id text)");
  other.close();
  expectRefused(file, "belongs to another program");
});

test.each(["half a page", "the last page", "all but the header"])(
  "a database cut short by %s is refused",
  (by) => {
    const file = filledDatabase();
    const { size } = statSync(file);
    truncateSync(file, { "half a page": size - 2_048, "the last page": size - 4_096 }[by] ?? 100);
    expectRefused(file, "is cut short");
  },
);

test("a database with flipped bytes in the middle is refused and left as it is", () => {
  const file = filledDatabase();
  const pages = statSync(file).size / 4_096;
  flip(file, Math.floor(pages / 2) * 4_096, 64);
  expectRefused(file, "is damaged");
});

test("a database whose list of tables is damaged is refused and left as it is", () => {
  const file = filledDatabase();
  flip(file, 100, 40);
  expectRefused(file, "is damaged");
});

test("a database that newer code has migrated is refused and left as it is", () => {
  expectRefused(newerDatabase(), "was written by a newer Latchkey");
});

test("a newer database is refused byte for byte even when a crash left part of it in its -wal file", () => {
  const file = newerDatabase();
  const writer = new BetterSqlite3(file);
  writer.exec("insert into throttles values ('late', 1, 1)");
  const crashed = copyFiles(file);
  writer.close();
  expectRefused(crashed, "was written by a newer Latchkey");
});

test("a newer database that is not in write-ahead mode, such as a restored copy, is refused byte for byte", () => {
  const file = newerDatabase();
  const client = new BetterSqlite3(file);
  client.pragma("journal_mode = DELETE");
  client.close();
  expectRefused(file, "was written by a newer Latchkey");
});

test("a restored copy beside the -wal file of what it replaced is refused, and the -wal does not get into it", () => {
  const file = filledDatabase();
  const copy = temporaryFile();
  copyFileSync(file, copy);
  const writer = openDatabase(file);
  writer.$client.exec("delete from accounts where row_id % 3 = 0; vacuum");
  addAccounts(writer, 500);
  writer.$client.pragma("wal_checkpoint(TRUNCATE)");
  writer.$client.exec("update accounts set name = name || ' the second' where row_id % 7 = 0");
  copyFileSync(`${file}-wal`, `${copy}-wal`);
  writer.$client.close();
  expectRefused(copy, "is damaged");
});

test("a missing file is not replaced when its -wal file is still there", () => {
  const file = filledDatabase();
  writeFileSync(`${file}-wal`, "what was committed last");
  rmSync(file);
  expectRefused(file, "is missing, though its -wal file is there");
  expect(existsSync(file)).toBe(false);
});

test("a folder in the file's place is refused", () => {
  const file = temporaryFile();
  mkdirSync(file);
  expectRefused(file, "is not a file");
});

test("a file where the folder should be is refused and left as it is", () => {
  const file = temporaryFile();
  writeFileSync(file, "precious");
  expect(() => openDatabase(join(file, "latchkey.db"))).toThrow(
    expect.objectContaining({ message: expect.stringMatching(oneSentence("cannot be opened")) }),
  );
  expect(readFileSync(file, "utf8")).toBe("precious");
});

test("a file that may be read but not written is refused and left as it is", slow(), async () => {
  const file = filledDatabase();
  const { output, before } = await openWithoutRights(file, { file: 0o444, directory: 0o555 });
  expect(output).toMatch(oneSentence("cannot be"));
  expect(hashes(file)).toEqual(before);
});

test("a new database in a folder that may not be written to is refused", slow(), async () => {
  const { output } = await openWithoutRights(temporaryFile(), { directory: 0o555 });
  expect(output).toMatch(oneSentence("cannot be opened: its folder or the file is not writable"));
});

function slow() {
  return { timeout: 60_000 };
}

function expectRefused(file: string, why: string): void {
  const before = hashes(file);
  expect(() => openDatabase(file)).toThrow(
    expect.objectContaining({
      code: "database_refused",
      message: expect.stringMatching(oneSentence(why)),
    }),
  );
  expect(hashes(file)).toEqual(before);
}

const oneSentence = (why: string): RegExp =>
  new RegExp(`^The database /[^ ]+ ${why}[^.!?]*; it was left as it is\\.\\n?$`);

/** Of the database and of what a crash left beside it; empty files and the shared memory mean nothing. */
function hashes(file: string): Record<string, string> {
  const names = [file, `${file}-wal`].filter((name) => existsSync(name) && statSync(name).isFile());
  const contents = names.map((name) => [name, readFileSync(name)] as const);
  return Object.fromEntries(
    contents
      .filter(([name, content]) => name === file || content.length > 0)
      .map(([name, content]) => [name, createHash("sha256").update(content).digest("hex")]),
  );
}

function filledDatabase(): string {
  const file = temporaryFile();
  const database = openDatabase(file);
  addAccounts(database, 200);
  database.$client.close();
  return file;
}

function addAccounts(database: Database, count: number): void {
  immediate(database, () => {
    for (let added = 0; added < count; added++) anAccount(database);
  });
}

function newerDatabase(): string {
  const file = filledDatabase();
  const client = new BetterSqlite3(file);
  client.exec("insert into migrations values (9999999999999, 'of tomorrow')");
  client.close();
  return file;
}

function flip(file: string, at: number, count: number): void {
  const flipped = readFileSync(file)
    .subarray(at, at + count)
    .map((byte) => byte ^ 0xff);
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, flipped, 0, count, at);
  closeSync(descriptor);
}

/** What a killed process leaves: its files as they are at this moment. */
function copyFiles(file: string): string {
  const copy = temporaryFile();
  for (const name of readdirSync(dirname(file)).filter((name) => !name.endsWith("-shm")))
    copyFileSync(join(dirname(file), name), join(dirname(copy), name));
  return copy;
}

/** Opens the file as somebody whom these modes bind: root is bound by none, so its child becomes nobody first. */
async function openWithoutRights(file: string, modes: { file?: number; directory: number }) {
  const home = temporaryDirectory();
  cpSync("db/migrations", join(home, "db/migrations"), { recursive: true });
  chmodSync(home, 0o755);
  const before = hashes(file);
  if (modes.file !== undefined) chmodSync(file, modes.file);
  chmodSync(dirname(file), modes.directory);
  onTestFinished(() => chmodSync(dirname(file), 0o755));
  const { output, errors } = await inChild(
    `import { openDatabase } from "#db/open.ts";
     openDatabase(":memory:").$client.close();
     process.chdir(process.argv[2]);
     if (process.getuid() === 0) process.seteuid(65534);
     try { openDatabase(process.argv[1]); } catch (error) { console.log(error.message); }`,
    file,
    home,
  );
  expect(errors).toBe("");
  return { output, before };
}
