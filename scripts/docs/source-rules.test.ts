import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const sources = ["app", "lib"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .map((name) => join(folder, name)),
);

/** Files that contain something like `pattern`. */
const filesWith = (pattern: RegExp): string[] =>
  sources.filter((file) => pattern.test(readFileSync(file, "utf8")));

test("no page writes HTML by itself (ASVS 5.0 3.2.2)", () => {
  expect(
    filesWith(/dangerouslySetInnerHTML|\.innerHTML|insertAdjacentHTML|document\.write/),
  ).toEqual([]);
});

test("no script listens to other windows (ASVS 5.0 3.5.5)", () => {
  expect(filesWith(/postMessage|addEventListener\(\s*["']message["']/)).toEqual([]);
});

test("no script keeps anything in the browser (ASVS 5.0 14.3.3)", () => {
  expect(filesWith(/localStorage|sessionStorage|indexedDB|document\.cookie/)).toEqual([]);
});

test("no secret comes from a weak source of chance (ASVS 5.0 7.2.3)", () => {
  expect(filesWith(/Math\.random/)).toEqual([]);
});
