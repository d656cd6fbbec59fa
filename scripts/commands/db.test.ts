import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { openDatabase } from "#db/open.ts";
import { endedSessions, sessions } from "#db/schema.ts";
import { days } from "#lib/duration.ts";
import { anAccount, aSession } from "#lib/testing/builders.ts";
import { aDesk, doneFromShell, latchkeyOn, newFolder, signedIn, times } from "./testing.ts";

describe.concurrent("db migrate", () => {
  test("makes the database where there is none", async () => {
    const file = join(newFolder(), "new", "latchkey.db");
    const answer = await latchkeyOn(file)(["db", "migrate"]);
    expect(answer).toEqual({ status: 0, output: `${file} is up to date.\n`, errors: "" });
    expect(existsSync(file)).toBe(true);
  });

  test("a file that is not ours is refused and left as it is", async () => {
    const file = join(newFolder(), "latchkey.db");
    writeFileSync(file, "something else");
    const answer = await latchkeyOn(file)(["db", "migrate"]);
    expect(answer).toMatchObject({ status: 1, output: "" });
    expect(answer.errors).toMatch(/^The database .+ is not a database.+\n$/);
    expect(readFileSync(file, "utf8")).toBe("something else");
  });
});

describe.concurrent("db backup", () => {
  test("copies a database in use to one private file that can be opened", async () => {
    const desk = aDesk();
    const sam = anAccount(desk.database, { email: "sam@example.com" });
    await signedIn(desk, sam);
    const copy = join(newFolder(), "copy.db");
    const answer = await desk.latchkey(["db", "backup", copy]);
    expect(answer).toEqual({ status: 0, output: `Copied the database to ${copy}.\n`, errors: "" });
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(copy))).toEqual(["copy.db"]);
    const copied = openDatabase(copy);
    expect(copied.select().from(sessions).all()).toMatchObject([{ accountId: sam.id }]);
    copied.$client.close();
  });

  test("takes a name as meant from the folder where it was typed", async () => {
    const folder = newFolder();
    const settings = { INIT_CWD: folder };
    const { status } = await aDesk().latchkey(["db", "backup", "copy.db"], { settings });
    expect(status).toBe(0);
    expect(existsSync(join(folder, "copy.db"))).toBe(true);
  });

  test("leaves a file that exists as it is", async () => {
    const copy = join(newFolder(), "copy.db");
    writeFileSync(copy, "precious");
    const answer = await aDesk().latchkey(["db", "backup", copy]);
    const errors = `${copy} exists already. It was left as it is.\n`;
    expect(answer).toEqual({ status: 1, output: "", errors });
    expect(readFileSync(copy, "utf8")).toBe("precious");
  });

  test("refuses when there is no database, and makes none", async () => {
    const folder = newFolder();
    const file = join(folder, "latchkey.db");
    const answer = await latchkeyOn(file)(["db", "backup", join(folder, "copy.db")]);
    const errors = `There is no database ${file} to copy.\n`;
    expect(answer).toEqual({ status: 1, output: "", errors });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe.concurrent("db restore", () => {
  test("puts a copy in the database's place, in which nobody is signed in any more", async () => {
    const desk = aDesk();
    const sam = anAccount(desk.database, { email: "sam@example.com" });
    const token = await signedIn(desk, sam);
    const copy = join(newFolder(), "copy.db");
    await desk.latchkey(["db", "backup", copy]);
    const file = join(newFolder(), "latchkey.db");
    const answer = await latchkeyOn(file)(["db", "restore", copy]);
    expect(answer).toEqual({
      status: 0,
      output: `Put ${copy} in the place of ${file}.\nEvery session in it ends before anything is served: everybody signs in again.\n`,
      errors: "",
    });
    const { output } = await latchkeyOn(file)(["sessions", "list", "--json"]);
    expect(JSON.parse(output)).toEqual([]);
    expect(await desk.services.sessions.find(token)).not.toBeNull();
  });

  test("refuses while a server uses the database", async () => {
    const desk = aDesk();
    const copy = join(newFolder(), "copy.db");
    await desk.latchkey(["db", "backup", copy]);
    const sam = anAccount(desk.database);
    expect(await desk.latchkey(["db", "restore", copy])).toEqual({
      status: 1,
      output: "",
      errors: `A server or a command uses ${desk.file}. Stop it, then restore.\n`,
    });
    expect(await desk.services.accounts.find(sam.id)).not.toBeNull();
  });

  test("refuses a file that is no copy, and says so", async () => {
    const folder = newFolder();
    const copy = join(folder, "copy.db");
    writeFileSync(copy, "something else");
    const answer = await latchkeyOn(join(folder, "latchkey.db"))(["db", "restore", copy]);
    expect(answer).toMatchObject({ status: 1, output: "" });
    expect(answer.errors).toMatch(/^The database .+copy\.db is not a database.+\n$/);
    expect(readdirSync(folder)).toEqual(["copy.db"]);
  });
});

describe.concurrent("db purge", () => {
  test("does everything that fell due, in more than one batch", async () => {
    const desk = aDesk();
    const sam = anAccount(desk.database);
    const token = await signedIn(desk, sam);
    const lastSeenAt = new Date(Date.now() - days(2));
    const longAgo = new Date(Date.now() - days(40));
    times(250, desk, () => {
      const row = aSession(sam.id, { lastSeenAt, expiresAt: new Date() });
      desk.database.insert(sessions).values(row).run();
      const ended = { reason: "forced", actorKind: "system", endedAt: longAgo } as const;
      desk.database
        .insert(endedSessions)
        .values({ ...aSession(sam.id), ...ended })
        .run();
    });
    const answer = await desk.latchkey(["db", "purge"]);
    expect(answer).toMatchObject({ status: 0, output: "Cleared 500 records that fell due.\n" });
    expect(await desk.services.sessions.countLive()).toBe(1);
    expect(await desk.services.sessions.find(token)).not.toBeNull();
    expect(desk.database.select().from(endedSessions).all()).toHaveLength(250);
  });
});

describe.concurrent("setup-link", () => {
  test("prints a link that works, until there is an administrator", async () => {
    const desk = aDesk();
    const settings = { PUBLIC_URL: "https://login.example.com" };
    const { status, output } = await desk.latchkey(["setup-link"], { settings });
    const [, token = ""] =
      /^https:\/\/login\.example\.com\/setup\?token=([\w-]{43})\n$/.exec(output) ?? [];
    expect(status).toBe(0);
    expect(await desk.services.setup.accepts(token)).toBe(true);
    expect(await doneFromShell(desk)).toEqual([["sys_setup_link_issued", null]]);

    anAccount(desk.database, { role: "admin" });
    const answer = await desk.latchkey(["setup-link"]);
    const errors = "There is an administrator already, so nothing is to be set up.\n";
    expect(answer).toEqual({ status: 1, output: "", errors });
  });
});
