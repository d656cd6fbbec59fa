import { describe, expect, test } from "vitest";
import { anAccount } from "#lib/testing/builders.ts";
import { aDesk, doneFromShell, signedIn } from "./testing.ts";

describe.concurrent("accounts export", () => {
  test("prints everything about one person as JSON, and nothing that a terminal would obey", async () => {
    const desk = aDesk();
    const sam = anAccount(desk.database, { email: "sam@example.com", passwordHash: "$2b$12$hash" });
    const bob = anAccount(desk.database);
    const userAgent = "A\u009b2J\u202eB\x1b[2J";
    await signedIn(desk, sam, userAgent);
    await signedIn(desk, bob);
    const { status, output } = await desk.latchkey(["accounts", "export", "Sam@example.com"]);
    expect(status).toBe(0);
    expect(output.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(output).not.toContain("$2b$");
    expect(output).not.toContain(bob.id);
    expect(JSON.parse(output)).toMatchObject({
      account: { id: sam.id, email: "sam@example.com" },
      sessions: [{ userAgent }],
      events: [{ name: "user_exported", by: "an administrator" }, { name: "authn_login_success" }],
    });
    expect(await doneFromShell(desk)).toEqual([["user_exported", "sam@example.com"]]);
  });

  test("refuses an address that nobody has", async () => {
    const answer = await aDesk().latchkey(["accounts", "export", "no@example.com"]);
    const errors = "There is no account no@example.com.\n";
    expect(answer).toEqual({ status: 1, output: "", errors });
  });
});

describe.concurrent("accounts delete", () => {
  test("deletes at once what was asked for twice", async () => {
    const desk = aDesk();
    const sam = anAccount(desk.database, { email: "sam@example.com" });
    const token = await signedIn(desk, sam);
    const args = ["accounts", "delete", "sam@example.com"];
    expect(await desk.latchkey(args)).toEqual({
      status: 1,
      output: "",
      errors: "This deletes the account at once and for good. Add --yes to go ahead.\n",
    });
    expect(await desk.services.sessions.find(token)).not.toBeNull();

    expect(await desk.latchkey([...args, "--yes"])).toEqual({
      status: 0,
      output: "Deleted sam@example.com and everything kept about it but the audit trail.\n",
      errors: "",
    });
    expect(await desk.services.accounts.find(sam.id)).toBeNull();
    expect(await desk.services.sessions.find(token)).toBeNull();
    expect(await doneFromShell(desk)).toEqual([
      ["authn_token_revoked", null],
      ["user_deleted", null],
    ]);
  });

  test("never the last administrator", async () => {
    const desk = aDesk();
    const ada = anAccount(desk.database, { email: "ada@example.com", role: "admin" });
    const answer = await desk.latchkey(["accounts", "delete", "ada@example.com", "--yes"]);
    const errors = "ada@example.com is the last administrator. Make another one first.\n";
    expect(answer).toEqual({ status: 1, output: "", errors });
    expect(await desk.services.accounts.find(ada.id)).not.toBeNull();
  });
});
