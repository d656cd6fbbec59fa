import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { system } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { anAccount, aSession, noon } from "#lib/testing/builders.ts";
import { temporaryDatabase, temporaryDirectory } from "#lib/testing/database.ts";
import { accounts, events, sessions } from "./schema.ts";

test("the checked-in migrations make the schema of the code", { timeout: 60_000 }, () => {
  const copy = temporaryDirectory();
  for (const path of ["db/schema.ts", "db/migrations", "drizzle.config.ts"])
    cpSync(path, join(copy, path), { recursive: true });
  symlinkSync(resolve("node_modules"), join(copy, "node_modules"));
  const output = execFileSync(
    process.execPath,
    [resolve("node_modules/drizzle-kit/bin.cjs"), "generate"],
    { cwd: copy, encoding: "utf8" },
  );
  expect(output).toContain("No schema changes");
  expect(readdirSync(join(copy, "db/migrations"))).toEqual(readdirSync("db/migrations"));
});

test("every migration is in the journal, and the journal is in order", () => {
  const journal = JSON.parse(readFileSync("db/migrations/meta/_journal.json", "utf8"));
  const entries: { tag: string; when: number }[] = journal.entries;
  const files = readdirSync("db/migrations").filter((name) => name.endsWith(".sql"));
  expect(entries.map(({ tag }) => `${tag}.sql`)).toEqual(files);
  expect(entries.map(({ when }) => when)).toEqual(
    entries.map(({ when }) => when).toSorted((one, other) => one - other),
  );
});

describe("the database itself refuses", () => {
  test("to change the trail", () => {
    const database = temporaryDatabase();
    recordEvent(database, { name: "user_created", actor: system, at: noon });
    const written = database.select().from(events).all();
    const change = () => database.update(events).set({ actorKind: "visitor" }).run();
    expect(change).toThrow("the audit trail is append-only");
    expect(() => database.$client.exec("update or ignore events set at = 0")).toThrow(
      "append-only",
    );
    expect(database.select().from(events).all()).toEqual(written);
  });

  test.each([
    ["a role", "update accounts set role = 'root'"],
    ["a kind of session", "update sessions set kind = 'spy'"],
    ["an account that does not exist", "update sessions set account_id = 'nobody'"],
    [
      "a kind of actor",
      "insert into events (at, name, actor_kind, detail) values (1, 'user_created', 'cat', '{}')",
    ],
  ])("what code does not know: %s", (_, statement) => {
    const database = temporaryDatabase();
    const account = anAccount(database);
    database.insert(sessions).values(aSession(account.id)).run();
    expect(() => database.$client.exec(statement)).toThrow(/CHECK|FOREIGN KEY/);
  });

  test("two accounts with one address, however it is written", () => {
    const database = temporaryDatabase();
    anAccount(database, { email: "Ada@example.com" });
    expect(() => anAccount(database, { email: "aDA@EXAMPLE.com" })).toThrow("UNIQUE");
  });

  test("two sessions with one token", () => {
    const database = temporaryDatabase();
    const account = anAccount(database);
    const { tokenHash } = aSession(account.id);
    database.insert(sessions).values(aSession(account.id, { tokenHash })).run();
    const again = () => database.insert(sessions).values(aSession(account.id, { tokenHash })).run();
    expect(again).toThrow("UNIQUE");
  });
});

test("an event's number is never given twice, even after the newest were purged", () => {
  const database = temporaryDatabase();
  const record = () => recordEvent(database, { name: "user_created", actor: system, at: noon });
  record();
  record();
  database.$client.exec("delete from events");
  record();
  expect(database.select().from(events).all()).toMatchObject([{ id: 3 }]);
});

test("the search index follows every change of an account", () => {
  const database = temporaryDatabase();
  const found = (word: string) =>
    database.$client
      .prepare("select count(*) from accounts_search where accounts_search match ?")
      .pluck()
      .get(`"${word}"`);
  const { id } = anAccount(database, { name: "Grace Hopper", email: "grace@example.com" });
  expect([found("hopper"), found("grace@")]).toEqual([1, 1]);
  database.update(accounts).set({ name: "Grace Murray" }).where(eq(accounts.id, id)).run();
  expect([found("hopper"), found("murray"), found("grace@")]).toEqual([0, 1, 1]);
  database.update(accounts).set({ role: "admin" }).where(eq(accounts.id, id)).run();
  expect(found("murray")).toBe(1);
  database.delete(accounts).where(eq(accounts.id, id)).run();
  expect([found("murray"), found("grace@")]).toEqual([0, 0]);
});
