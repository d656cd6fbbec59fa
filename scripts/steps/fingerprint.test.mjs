import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fingerprint } from "./fingerprint.mjs";

let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-fingerprint-"));
  write("app/page.tsx", "one");
  write("package.json", "{}");
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(path, content) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

test("it is the same for the same sources", () => {
  expect(fingerprint(folder)).toBe(fingerprint(folder));
});

test.each([
  ["app/page.tsx", "two"],
  ["app/devices/page.tsx", "one"],
  ["lib/x.ts", ""],
  ["db/migrations/0002.sql", ""],
  ["package.json", "{ }"],
  ["proxy.ts", ""],
])("it changes with %s", (path, content) => {
  const before = fingerprint(folder);
  write(path, content);
  expect(fingerprint(folder)).not.toBe(before);
});

test.each([
  "lib/x.test.ts",
  "lib/store.contract.ts",
  "e2e/login.spec.ts",
  "data/x.db",
  "README.md",
])("it does not change with %s", (path) => {
  const before = fingerprint(folder);
  write(path, "");
  expect(fingerprint(folder)).toBe(before);
});

test("what moves from one file to the next is a change", () => {
  write("lib/a.ts", "xy");
  write("lib/b.ts", "z");
  const before = fingerprint(folder);
  write("lib/a.ts", "x");
  write("lib/b.ts", "yz");
  expect(fingerprint(folder)).not.toBe(before);
});
