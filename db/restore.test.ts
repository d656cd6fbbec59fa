import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { anAccount, noon } from "#lib/testing/builders.ts";
import { temporaryDatabase, temporaryDirectory, temporaryFile } from "#lib/testing/database.ts";
import { backUp } from "./backup.ts";
import { findFact } from "./facts.ts";
import { openDatabase } from "./open.ts";
import { restore } from "./restore.ts";
import { accounts } from "./schema.ts";

const beside = (file: string) =>
  readdirSync(dirname(file)).filter((name) => name !== basename(file));
const names = (file: string) => {
  const database = openDatabase(file);
  const found = database
    .select()
    .from(accounts)
    .all()
    .map(({ name }) => name);
  database.$client.close();
  return found;
};

/** A database in nobody's use with one more account than its copy. */
async function aDesk() {
  const file = temporaryFile();
  const database = openDatabase(file);
  anAccount(database, { name: "Old" });
  const copy = join(temporaryDirectory(), "copy.db");
  await backUp(file, copy, noon);
  anAccount(database, { name: "New" });
  database.$client.close();
  return { file, copy };
}

test("the copy stands in the database's place, private and marked, and what was there is kept whole", async () => {
  const { file, copy } = await aDesk();
  const kept = await restore(copy, file, noon);
  expect(kept).toBe(`${file}.before-restore-2026-01-15T12-00-00.000Z`);
  expect(beside(file)).toEqual([basename(kept ?? "")]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(findFact(temporaryDatabase(file), "copy")).toEqual({ madeAt: noon.toISOString() });
  expect(names(file)).toEqual(["Old"]);
  expect(names(kept ?? "")).toEqual(["Old", "New"]);
  expect(names(copy)).toEqual(["Old"]);
});

test("where there is no database, the copy becomes it", async () => {
  const { copy } = await aDesk();
  const file = temporaryFile();
  expect(await restore(copy, file)).toBeNull();
  expect(names(file)).toEqual(["Old"]);
  expect(beside(file)).toEqual([]);
});

test("while somebody uses the database it is refused, and nothing is changed", async () => {
  const { file, copy } = await aDesk();
  const user = temporaryDatabase(file);
  await expect(restore(copy, file)).rejects.toMatchObject({ code: "restore_refused" });
  expect(user.select().from(accounts).all()).toHaveLength(2);
  expect(beside(file).filter((name) => !/-(wal|shm)$/.test(name))).toEqual([]);
});

test("a damaged database is replaced, and kept with what belongs to it", async () => {
  const { file, copy } = await aDesk();
  writeFileSync(file, "damaged");
  writeFileSync(`${file}-wal`, "its log");
  const kept = await restore(copy, file);
  expect(readFileSync(kept ?? "", "utf8")).toBe("damaged");
  expect(readFileSync(`${kept}-wal`, "utf8")).toBe("its log");
  expect(names(file)).toEqual(["Old"]);
});

test("a copy that is no copy of ours, damaged, of newer code, missing or the database itself is refused", async () => {
  const { file, copy } = await aDesk();
  const foreign = join(temporaryDirectory(), "foreign.db");
  writeFileSync(foreign, "something else");
  const newer = join(temporaryDirectory(), "newer.db");
  await backUp(file, newer);
  const client = new BetterSqlite3(newer);
  client.exec("insert into migrations values (9999999999999, 'of tomorrow')");
  client.close();
  for (const [given, why] of [
    [foreign, "is not a database"],
    [newer, "was written by a newer Latchkey"],
    [join(dirname(copy), "none.db"), "There is no file"],
    [file, "is the database itself"],
  ] as const)
    await expect(restore(given, file)).rejects.toThrow(why);
  expect(beside(file)).toEqual([]);
  expect(names(file)).toEqual(["Old", "New"]);
  expect(existsSync(copy)).toBe(true);
});

test("an unmarked copy, such as one from before there were marks, is marked when it is put in place", async () => {
  const { file, copy } = await aDesk();
  const client = new BetterSqlite3(copy);
  client.exec("delete from facts");
  client.close();
  await restore(copy, file, noon);
  expect(findFact(temporaryDatabase(file), "copy")).toEqual({ madeAt: noon.toISOString() });
});
