import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { anAccount } from "#lib/testing/builders.ts";
import { temporaryDatabase, temporaryDirectory, temporaryFile } from "#lib/testing/database.ts";
import { clearDemo } from "./clear.ts";

describe("npm run demo", () => {
  test.each([
    ["in production", { NODE_ENV: "production" as const }, /^The demo is not for production.*\n$/],
    [
      "on somebody's own database",
      { NODE_ENV: "test" as const, DATABASE_URL: "file:./data/latchkey.db" },
      /^The demo makes a database of its own.*\n$/,
    ],
  ])("refuses to run %s", (_where, env, reason) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/demo.mjs"], {
      env,
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(reason);
  });
});

describe("the demo's database", () => {
  test("is cleared away with what lies beside it", () => {
    const file = temporaryFile();
    temporaryDatabase(file).$client.close();
    writeFileSync(`${file}-wal`, "");
    clearDemo(file);
    for (const ending of ["", "-wal", "-shm"]) expect(existsSync(`${file}${ending}`)).toBe(false);
  });

  test("is left alone while a server has it open", () => {
    const file = temporaryFile();
    const database = temporaryDatabase(file);
    const { id } = anAccount(database);
    expect(() => clearDemo(file)).toThrow(/belongs to a demo that is running/);
    expect(temporaryDatabase(file).query.accounts.findMany().sync()).toMatchObject([{ id }]);
  });

  test("is cleared away even when it is no database any more", () => {
    const file = join(temporaryDirectory(), "demo", "latchkey.db");
    mkdirSync(join(file, ".."));
    writeFileSync(file, "torn");
    clearDemo(file);
    expect(existsSync(file)).toBe(false);
  });
});
