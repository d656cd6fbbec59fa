import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const document = readFileSync("docs/asvs.md", "utf8");
const named = [...document.matchAll(/`([\w./-]+\.(?:test|spec)\.ts)`(?: "([^"]+)")?/g)];

test("the list of requirements names tests", () => {
  expect(named.length).toBeGreaterThan(50);
  expect(document).not.toMatch(/\| @|, @/);
});

test.each(named.map(([, file = "", title = ""]) => [file, title]))("%s has %j", (file, title) => {
  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file, "utf8")).toContain(title);
});
