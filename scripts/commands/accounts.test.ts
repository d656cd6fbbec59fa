import { describe, expect, test } from "vitest";
import { anAccount } from "#lib/testing/builders.ts";
import { aDesk, doneFromShell, signedIn, times } from "./testing.ts";

const password = "correct horse battery";

describe.concurrent("accounts create", () => {
  test("adds an account whose person can sign in with the password from standard input", async () => {
    const desk = aDesk();
    const args = ["accounts", "create", "ada@example.com", "--name", "Ada Lovelace", "--admin"];
    const answer = await desk.latchkey(args, { input: `${password}\n` });
    expect(answer).toEqual({
      status: 0,
      output: "Created the administrator ada@example.com.\n",
      errors: "",
    });
    const outcome = await desk.services.accounts.signIn({
      email: "ada@example.com",
      password,
      remember: false,
      client: { address: "192.0.2.7", userAgent: "" },
      replaces: null,
    });
    expect(outcome.kind).toBe("signed_in");
    expect(await desk.services.accounts.findByEmail("ada@example.com")).toMatchObject({
      name: "Ada Lovelace",
      role: "admin",
    });
    expect(await doneFromShell(desk)).toEqual([["user_created", "ada@example.com"]]);
  });

  test("refuses an address that is taken, before it asks for a password", async () => {
    const desk = aDesk();
    anAccount(desk.database, { email: "ada@example.com" });
    const answer = await desk.latchkey(["accounts", "create", "ADA@example.com", "--name", "Ada"]);
    expect(answer).toEqual(refused("There is an account ADA@example.com already."));
  });

  test.each([
    [
      "a short password",
      ["b@example.com", "--name", "B"],
      "short\n",
      /^Use at least 15 characters/,
    ],
    ["a wrong address", ["b@", "--name", "B"], "", /^b@ is not an e-mail address\.$/m],
    ["a name that repaints the terminal", ["b@example.com", "--name", "\x1b[2J"], "", /^The name/],
  ])("refuses %s", async (_what, args, input, reason) => {
    const desk = aDesk();
    const answer = await desk.latchkey(["accounts", "create", ...args], { input });
    expect(answer).toEqual(refused(expect.stringMatching(reason)));
    expect(await desk.services.accounts.counts()).toMatchObject({ accounts: 0 });
  });
});

describe.concurrent("accounts list", () => {
  test("prints every account, more than a page of them, in aligned columns", async () => {
    const desk = aDesk();
    times(203, desk, (number) => anAccount(desk.database, { email: `a${number}@example.com` }));
    const { status, output } = await desk.latchkey(["accounts", "list"]);
    const [heading = "", ...lines] = output.trimEnd().split("\n");
    expect(status).toBe(0);
    expect(heading).toMatch(/^EMAIL +ROLE +SESSIONS +CREATED +BANNED +NAME$/);
    expect(lines.map((line) => line.split("@")[0])).toEqual(
      Array.from({ length: 203 }, (_, index) => `a${202 - index}`),
    );
    expect(new Set(lines.map((line) => line.indexOf("Ada Lovelace")))).toEqual(
      new Set([heading.indexOf("NAME")]),
    );
  });

  test("prints JSON with instants and without the password's hash", async () => {
    const desk = aDesk();
    const ada = anAccount(desk.database, { email: "ada@example.com", passwordHash: "$2b$12$hash" });
    anAccount(desk.database, { email: "bob@example.com", name: "Bob" });
    await signedIn(desk, ada);
    const { status, output } = await desk.latchkey([
      "accounts",
      "list",
      "--search",
      "lovel",
      "--json",
    ]);
    expect(status).toBe(0);
    expect(output).not.toContain("$2b$");
    expect(JSON.parse(output)).toEqual([
      {
        id: ada.id,
        email: "ada@example.com",
        name: "Ada Lovelace",
        role: "member",
        bannedAt: null,
        bannedUntil: null,
        banReason: null,
        emailVerifiedAt: null,
        createdAt: "2026-01-15T12:00:00.000Z",
        passwordChangedAt: "2026-01-15T12:00:00.000Z",
        resetRequiredAt: null,
        deletionDueAt: null,
        sessionCount: 1,
      },
    ]);
  });

  test("sends no control character of a stored name to the terminal", async () => {
    const desk = aDesk();
    anAccount(desk.database, { name: "A\x1b[2J\u009b2J\u202eB\nC" });
    const shown = await desk.latchkey(["accounts", "list"]);
    const json = await desk.latchkey(["accounts", "list", "--json"]);
    expect(shown.output).toMatch(/ A\ufffd\[2J\ufffd2J\ufffdB\ufffdC\n$/);
    expect(json.output.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.parse(json.output)).toMatchObject([{ name: "A\x1b[2J\u009b2J\u202eB\nC" }]);
  });
});

describe.concurrent("accounts ban and unban", () => {
  test("a ban ends the sessions at once, whatever process finds them, and can be lifted", async () => {
    const desk = aDesk();
    const sam = anAccount(desk.database, { email: "sam@example.com" });
    const token = await signedIn(desk, sam);
    const args = [
      "accounts",
      "ban",
      "Sam@example.com",
      "--reason",
      "Spam",
      "--until",
      "2099-12-31",
    ];
    expect(await desk.latchkey(args)).toEqual(
      done(
        "Banned sam@example.com until 2100-01-01T00:00Z; all sessions of the account have ended.",
      ),
    );
    expect(await desk.services.sessions.find(token)).toBeNull();
    expect(await desk.services.sessions.findEnding(token)).toMatchObject({
      reason: "banned",
      by: "administrator",
    });
    expect(await desk.services.accounts.find(sam.id)).toMatchObject({
      banReason: "Spam",
      bannedUntil: new Date("2100-01-01T00:00:00Z"),
    });

    expect(await desk.latchkey(["accounts", "unban", "sam@example.com"])).toEqual(
      done("Lifted the ban of sam@example.com."),
    );
    expect(await desk.services.accounts.find(sam.id)).toMatchObject({ bannedAt: null });
    expect(await doneFromShell(desk)).toEqual([
      ["user_banned", "sam@example.com"],
      ["authn_token_revoked", "sam@example.com"],
      ["user_unbanned", "sam@example.com"],
    ]);
  });

  test("the last administrator cannot be banned", async () => {
    const desk = aDesk();
    const ada = anAccount(desk.database, { email: "ada@example.com", role: "admin" });
    const token = await signedIn(desk, ada);
    const answer = await desk.latchkey(["accounts", "ban", "ada@example.com", "--reason", "No"]);
    expect(answer).toEqual(
      refused("ada@example.com is the last administrator. Make another one first."),
    );
    expect(await desk.services.sessions.find(token)).not.toBeNull();
  });

  test.each([
    ["a day that has passed", ["--reason", "Spam", "--until", "2020-01-01"], /^--until must be/],
  ])("refuses %s", async (_what, options, reason) => {
    const desk = aDesk();
    const sam = anAccount(desk.database, { email: "sam@example.com" });
    const answer = await desk.latchkey(["accounts", "ban", "sam@example.com", ...options]);
    expect(answer).toEqual(refused(expect.stringMatching(reason)));
    expect(await desk.services.accounts.find(sam.id)).toMatchObject({ bannedAt: null });
  });
});

describe.concurrent("accounts sign-out and set-role", () => {
  test("sign-out ends every session of one account and of no other", async () => {
    const desk = aDesk();
    const sam = anAccount(desk.database, { email: "sam@example.com" });
    const bob = anAccount(desk.database);
    const first = await signedIn(desk, sam);
    const second = await signedIn(desk, sam);
    const others = await signedIn(desk, bob);
    expect(await desk.latchkey(["accounts", "sign-out", "sam@example.com"])).toEqual(
      done("Ended 2 sessions of sam@example.com."),
    );
    expect(await desk.services.sessions.find(first)).toBeNull();
    expect(await desk.services.sessions.find(second)).toBeNull();
    expect(await desk.services.sessions.find(others)).not.toBeNull();
    expect(await doneFromShell(desk)).toHaveLength(2);
  });

  test("set-role changes the role and ends the sessions started under the old one", async () => {
    const desk = aDesk();
    const sam = anAccount(desk.database, { email: "sam@example.com" });
    const token = await signedIn(desk, sam);
    const args = ["accounts", "set-role", "sam@example.com", "admin"];
    expect(await desk.latchkey(args)).toEqual(done("sam@example.com is now an administrator."));
    expect(await desk.services.accounts.find(sam.id)).toMatchObject({ role: "admin" });
    expect(await desk.services.sessions.find(token)).toBeNull();
    expect((await doneFromShell(desk))[0]).toEqual(["authz_change", "sam@example.com"]);

    expect(await desk.latchkey(["accounts", "set-role", "sam@example.com", "member"])).toEqual(
      refused("sam@example.com is the last administrator. Make another one first."),
    );
  });

  test.each([["ban", "--reason", "Spam"], ["unban"], ["sign-out"]])(
    "%s refuses an address that nobody has",
    async (verb, ...options) => {
      const answer = await aDesk().latchkey(["accounts", verb, "no@example.com", ...options]);
      expect(answer).toEqual(refused("There is no account no@example.com."));
    },
  );
});

const done = (line: string) => ({ status: 0, output: `${line}\n`, errors: "" });

const refused = (line: unknown) => ({
  status: 1,
  output: "",
  errors: typeof line === "string" ? `${line}\n` : line,
});
