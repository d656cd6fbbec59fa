import { describe, expect, test } from "vitest";
import { type Head, headText } from "#lib/audit/chain.ts";
import { anAccount } from "#lib/testing/builders.ts";
import { aDesk, type Desk, signedIn } from "./testing.ts";

/** Five sign-ins, and the head of the trail as it was after the third. */
async function aTrail() {
  const desk = aDesk();
  const sam = anAccount(desk.database);
  for (let count = 0; count < 3; count++) await signedIn(desk, sam);
  const early = head(desk);
  for (let count = 0; count < 2; count++) await signedIn(desk, sam);
  const verify = (...options: string[]) => desk.latchkey(["events", "verify", ...options]);
  return { desk, early, verify };
}

function head({ services }: Desk): string {
  const finding = services.audit.verify();
  if (finding.kind !== "intact") throw new Error("The trail is broken.");
  return headText(finding.head as Head);
}

describe.concurrent("events verify", () => {
  test("says how many events there are and where the chain ends", async () => {
    const { desk, early, verify } = await aTrail();
    const output = `5 events, chain intact, head ${head(desk)}\n`;
    expect(await verify("--expect", early)).toEqual({ status: 0, output, errors: "" });
    expect(JSON.parse((await verify("--json")).output)).toEqual({
      kind: "intact",
      events: 5,
      unchained: 0,
      head: head(desk),
    });
  });

  test("names the line that breaks the chain", async () => {
    const { desk, verify } = await aTrail();
    desk.database.$client.exec(
      "drop trigger events_never_change; update events set detail = '{}' where id = 2",
    );
    const answer = await verify();
    expect(answer).toMatchObject({ status: 1, output: "" });
    expect(answer.errors).toMatch(/^The trail was tampered with: line 2 does not follow, .+\n$/);
    const json = await verify("--json");
    expect(json.status).toBe(1);
    expect(JSON.parse(json.output)).toMatchObject({ kind: "broken", line: 2 });
  });

  test("notices, by an earlier head, an end that was cut off and covered up", async () => {
    const { desk, early, verify } = await aTrail();
    desk.database.$client.exec(
      "delete from events where id > 2; update sqlite_sequence set seq = 2 where name = 'events'",
    );
    expect(await verify()).toMatchObject({ status: 0 });
    expect(await verify("--expect", early)).toEqual({
      status: 1,
      output: "",
      errors: "The trail was cut off: it ends before the expected head.\n",
    });
  });

  test("refuses a head that is none", async () => {
    const answer = await aDesk().latchkey(["events", "verify", "--expect", "12"]);
    expect(answer).toMatchObject({ status: 1, output: "" });
    expect(answer.errors).toMatch(/^--expect must be a head/);
  });
});
