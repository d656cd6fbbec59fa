import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { anAccount } from "#lib/testing/builders.ts";
import { temporaryDatabase, temporaryDirectory, temporaryFile } from "#lib/testing/database.ts";
import { backUp } from "./backup.ts";
import { immediate, openDatabase } from "./open.ts";
import { accounts } from "./schema.ts";

const copyName = () => join(temporaryDirectory(), "copy.db");

test("the copy of a database in use has all that was committed, is one private file and opens as a database", async () => {
  const file = temporaryFile();
  const database = temporaryDatabase(file);
  for (let count = 0; count < 20; count++) anAccount(database);
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
  const copy = copyName();
  await backUp(file, copy);
  expect(readdirSync(dirname(copy))).toEqual(["copy.db"]);
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  const rows = database.select().from(accounts).all();
  expect(temporaryDatabase(copy).select().from(accounts).all()).toEqual(rows);
});

test("what another connection has not committed is not in the copy, and does not hold it up", async () => {
  const file = temporaryFile();
  const writer = temporaryDatabase(file);
  writer.$client.exec("begin immediate");
  anAccount(writer);
  const copy = copyName();
  await backUp(file, copy);
  writer.$client.exec("commit");
  expect(temporaryDatabase(copy).select().from(accounts).all()).toEqual([]);
});

test("a file that is there already is refused and left as it is", async () => {
  const file = temporaryFile();
  temporaryDatabase(file);
  const copy = copyName();
  writeFileSync(copy, "precious");
  await expect(backUp(file, copy)).rejects.toThrow(
    expect.objectContaining({ code: "backup_refused" }),
  );
  expect(readFileSync(copy, "utf8")).toBe("precious");
});

test("without a database there is no copy, and none is made", async () => {
  const [file, copy] = [temporaryFile(), copyName()];
  await expect(backUp(file, copy)).rejects.toThrow("There is no database");
  expect([existsSync(file), existsSync(copy)]).toEqual([false, false]);
});

test("a folder that does not exist is refused", async () => {
  const file = temporaryFile();
  temporaryDatabase(file);
  const copy = join(temporaryDirectory(), "none", "copy.db");
  await expect(backUp(file, copy)).rejects.toThrow("there is no such folder");
});

test("a damaged database leaves no copy behind that somebody might rely on", async () => {
  const file = temporaryFile();
  const database = openDatabase(file);
  immediate(database, () => {
    for (let count = 0; count < 200; count++) anAccount(database);
  });
  database.$client.close();
  const descriptor = openSync(file, "r+");
  writeSync(
    descriptor,
    Buffer.alloc(64, 0xff),
    0,
    64,
    Math.floor(statSync(file).size / 8_192) * 4_096,
  );
  closeSync(descriptor);
  const copy = copyName();
  await expect(backUp(file, copy)).rejects.toThrow();
  expect(readdirSync(dirname(copy))).toEqual([]);
});

test("a database of another version is copied as it is: that is what one does before an update", async () => {
  const file = temporaryFile();
  openDatabase(file).$client.close();
  const client = new BetterSqlite3(file);
  client.exec("insert into migrations values (9999999999999, 'of tomorrow')");
  client.close();
  const copy = copyName();
  await backUp(file, copy);
  const copied = new BetterSqlite3(copy, { readonly: true });
  expect(copied.prepare("select max(created_at) from migrations").pluck().get()).toBe(
    9999999999999,
  );
  copied.close();
});
