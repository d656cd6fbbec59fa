import { statSync } from "node:fs";
import { expect, test } from "vitest";
import { temporaryFile } from "#lib/testing/database.ts";
import { checkpoint } from "./checkpoint.ts";
import { openDatabase } from "./open.ts";

test("what the log holds is in the file afterwards, and the next change starts the log anew", () => {
  const file = temporaryFile();
  const database = openDatabase(file);
  const fill = (value: string) =>
    database.$client.prepare("replace into facts (name, value) values ('filler', ?)").run(value);
  const sizes = () => [statSync(file).size, statSync(`${file}-wal`).size] as const;
  const large = JSON.stringify("x".repeat(400_000));
  fill(large);
  const [before] = sizes();
  checkpoint(database);
  const [after, log] = sizes();
  expect(after).toBeGreaterThan(before + 300_000);
  fill(large);
  expect(sizes()[1]).toBe(log);
});

test("somebody who reads is not waited for", () => {
  const file = temporaryFile();
  const database = openDatabase(file);
  const reader = openDatabase(file).$client;
  reader.exec("begin; select * from facts");
  database.$client.exec("replace into facts (name, value) values ('seen', '1')");
  checkpoint(database);
  expect(reader.prepare("select count(*) from facts where name = 'seen'").pluck().get()).toBe(0);
});
