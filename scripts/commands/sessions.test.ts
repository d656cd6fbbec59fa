import { describe, expect, test } from "vitest";
import { sessions } from "#db/schema.ts";
import { anAccount, aSession } from "#lib/testing/builders.ts";
import { aDesk, doneFromShell, signedIn, times } from "./testing.ts";

describe.concurrent("sessions list", () => {
  test("prints live sessions with the names of their devices", async () => {
    const desk = aDesk();
    const sam = anAccount(desk.database, { email: "sam@example.com" });
    await signedIn(desk, sam);
    await signedIn(desk, anAccount(desk.database), "curl/8.5.0 \x1b[2J");
    const { status, output } = await desk.latchkey(["sessions", "list"]);
    expect(status).toBe(0);
    expect(output).toMatch(/^SESSION +ACCOUNT +LAST SEEN +ENDS +ADDRESS +DEVICE\n/);
    expect(output).toMatch(/ sam@example\.com .* 192\.0\.2\.7 +Firefox on Linux\n/);
    expect(output).toMatch(/ curl\n/);
    expect(output).not.toContain("\x1b");
  });

  test("prints JSON of one account without token hashes", async () => {
    const desk = aDesk();
    const sam = anAccount(desk.database, { email: "sam@example.com" });
    const token = await signedIn(desk, sam);
    await signedIn(desk, anAccount(desk.database));
    const args = ["sessions", "list", "--account", "SAM@example.com", "--json"];
    const { status, output } = await desk.latchkey(args);
    const found = await desk.services.sessions.find(token);
    expect(status).toBe(0);
    expect(JSON.parse(output)).toEqual([
      { ...JSON.parse(JSON.stringify(found)), device: "Firefox on Linux" },
    ]);
    expect(output).not.toMatch(/token|hash/i);
    expect(JSON.parse(output)[0].createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test("prints an empty array when nobody is signed in", async () => {
    const { output } = await aDesk().latchkey(["sessions", "list", "--json"]);
    expect(JSON.parse(output)).toEqual([]);
  });
});

describe.concurrent("sessions end", () => {
  test("ends one session: the next look-up in this other process finds none", async () => {
    const desk = aDesk();
    const sam = anAccount(desk.database, { email: "sam@example.com" });
    const token = await signedIn(desk, sam);
    const other = await signedIn(desk, sam);
    const session = await desk.services.sessions.find(token);
    const id = session?.id ?? "";
    expect(await desk.latchkey(["sessions", "end", id])).toMatchObject({ status: 0, errors: "" });
    expect(await desk.services.sessions.find(token)).toBeNull();
    expect(await desk.services.sessions.find(other)).not.toBeNull();
    expect(await desk.services.sessions.findEnding(token)).toMatchObject({
      reason: "forced",
      by: "administrator",
    });
    expect(await doneFromShell(desk)).toEqual([["authn_token_revoked", "sam@example.com"]]);

    const again = await desk.latchkey(["sessions", "end", id]);
    expect(again).toEqual({ status: 1, output: "", errors: `There is no live session ${id}.\n` });
  });

  test("takes an id that begins with a hyphen", async () => {
    const desk = aDesk();
    const sam = anAccount(desk.database);
    const id = "-hyphenated_session-id";
    desk.database.insert(sessions).values(aSession(sam.id, { id })).run();
    expect(await desk.latchkey(["sessions", "end", id])).toMatchObject({ status: 0 });
    expect(await desk.services.sessions.countLive()).toBe(0);
  });
});

describe.concurrent("sessions end-all", () => {
  test("refuses without --yes", async () => {
    const desk = aDesk();
    await signedIn(desk, anAccount(desk.database));
    const answer = await desk.latchkey(["sessions", "end-all"]);
    expect(answer).toEqual({
      status: 1,
      output: "",
      errors: "This signs everybody out. Add --yes to go ahead.\n",
    });
    expect(await desk.services.sessions.countLive()).toBe(1);
  });

  test("ends every session in batches and tells how far it is", async () => {
    const desk = aDesk();
    const sam = anAccount(desk.database);
    const token = await signedIn(desk, sam);
    times(600, desk, () => desk.database.insert(sessions).values(aSession(sam.id)).run());
    const answer = await desk.latchkey(["sessions", "end-all", "--yes"]);
    expect(answer).toEqual({
      status: 0,
      output: "Ended 601 sessions.\n",
      errors: "500 ended so far\n",
    });
    expect(await desk.services.sessions.find(token)).toBeNull();
    expect(await desk.services.sessions.countLive()).toBe(0);
    expect(await doneFromShell(desk)).toHaveLength(601);
  });
});
