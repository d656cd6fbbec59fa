import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { anAccount } from "#lib/testing/builders.ts";
import { aDesk, latchkeyOn, newFolder, times } from "./testing.ts";

describe.concurrent("what is not understood ends with status 2 and opens no database", () => {
  test.each([
    ["nothing", []],
    ["an unknown command", ["accounts", "crate"]],
    ["an unknown option", ["accounts", "list", "--jsno"]],
    ["an unknown option where an id may begin with a hyphen", ["sessions", "end", "--all"]],
    ["a missing argument", ["sessions", "end"]],
    ["one argument too many", ["db", "purge", "all"]],
    ["a role that is none", ["accounts", "set-role", "ada@example.com", "owner"]],
  ])("%s", async (_what, args) => {
    const file = join(newFolder(), "latchkey.db");
    const { status, output, errors } = await latchkeyOn(file)(args);
    expect({ status, output }).toEqual({ status: 2, output: "" });
    expect(errors).not.toBe("");
    expect(existsSync(file)).toBe(false);
  });
});

describe.concurrent("the command line", () => {
  test("shows every command on request", async () => {
    const { status, output } = await latchkeyOn(join(newFolder(), "latchkey.db"))(["--help"]);
    expect(status).toBe(0);
    expect(output).toMatch(/accounts.*sessions.*db.*setup-link/s);
  });

  test("lists every wrong setting", async () => {
    const settings = { PORT: "x", MAX_SESSIONS: "0" };
    const answer = await latchkeyOn(join(newFolder(), "latchkey.db"))(["accounts", "list"], {
      settings,
    });
    expect(answer).toMatchObject({ status: 1, output: "" });
    expect(answer.errors).toMatch(/PORT.*MAX_SESSIONS/s);
  });

  test("says in one line that another program holds the database", async () => {
    const desk = aDesk();
    anAccount(desk.database, { email: "sam@example.com" });
    desk.database.$client.exec("begin exclusive");
    const answer = await desk.latchkey(["accounts", "sign-out", "sam@example.com"]);
    expect(answer).toMatchObject({ status: 1, output: "" });
    expect(answer.errors).toMatch(/^The database .+ locked.*\n$/);
  });

  test("stops quietly when its reader leaves", async () => {
    const desk = aDesk();
    times(3_000, desk, () => anAccount(desk.database));
    const child = spawn(process.execPath, [resolve("scripts/latchkey.ts"), "accounts", "list"], {
      env: { NODE_ENV: "production", DATABASE_URL: `file:${desk.file}` },
    });
    child.stdout.once("data", () => child.stdout.destroy());
    const errors = text(child.stderr);
    const [status] = await once(child, "close");
    expect({ status, errors: await errors }).toEqual({ status: 0, errors: "" });
  });
});
