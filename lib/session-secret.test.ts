import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keptSecret } from "./session-secret.ts";
import { inChildren } from "./testing/children.ts";
import { temporaryDirectory } from "./testing/database.ts";

test("the secret is made once, long enough, in a file and a folder that only their owner can read", () => {
  const directory = join(temporaryDirectory(), "data");
  const secret = keptSecret(directory);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(keptSecret(directory)).toBe(secret);
  expect(readdirSync(directory)).toEqual(["session-secret"]);
  expect(statSync(join(directory, "session-secret")).mode & 0o777).toBe(0o600);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
});

test("two folders have two secrets", () => {
  expect(keptSecret(temporaryDirectory())).not.toBe(keptSecret(temporaryDirectory()));
});

test("a secret that is there is used, white space around it aside", () => {
  const directory = temporaryDirectory();
  const secret = "somebody's own secret, long enough";
  writeFileSync(join(directory, "session-secret"), `  ${secret}\n\n`);
  expect(keptSecret(directory)).toBe(secret);
});

test.each(["", "\n", "cut sho"])(
  "a file with only %j in it is refused and left as it is",
  (content) => {
    const directory = temporaryDirectory();
    const file = join(directory, "session-secret");
    writeFileSync(file, content);
    expect(() => keptSecret(directory)).toThrow(
      expect.objectContaining({ code: "settings_refused", message: expect.stringContaining(file) }),
    );
    expect(readFileSync(file, "utf8")).toBe(content);
  },
);

test("processes that start together agree on one secret", { timeout: 60_000 }, async () => {
  const directory = join(temporaryDirectory(), "data");
  const children = await inChildren(
    4,
    `import { keptSecret } from "#lib/session-secret.ts";
     console.log(keptSecret(process.argv[1]));`,
    directory,
  );
  expect(children.map(({ errors }) => errors)).toEqual(["", "", "", ""]);
  expect(children.map(({ output }) => output.trim())).toEqual(Array(4).fill(keptSecret(directory)));
  expect(readdirSync(directory)).toEqual(["session-secret"]);
});
