import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { immediate } from "#db/open.ts";
import { endedSessions, events, oneTimeTokens, sessions } from "#db/schema.ts";
import { recordEvents } from "#lib/audit/record-event.ts";
import { after, before, days, hours, minutes } from "#lib/duration.ts";
import { issueToken } from "#lib/link/one-time-token.ts";
import { actorOf, anAccount, aSession, noon } from "#lib/testing/builders.ts";
import { temporaryDatabase, temporaryFile } from "#lib/testing/database.ts";
import { temporaryServices, trail } from "#lib/testing/services.ts";

/** A desk with a line of the trail, an ended session and a link for each hour of the last `hoursBack`. */
function aDesk(hoursBack: number, settings: Record<string, string> = {}) {
  const database = temporaryDatabase(temporaryFile());
  const desk = temporaryServices({ database, settings });
  const ada = anAccount(database);
  const instants = Array.from({ length: hoursBack }, (_, hour) =>
    before(noon, hours(hoursBack - 1 - hour)),
  );
  immediate(database, () => {
    const actor = actorOf(ada);
    recordEvents(
      database,
      instants.map((at) => ({ name: "user_updated", actor, at, accountId: ada.id })),
    );
    for (const endedAt of instants) {
      const ended = { reason: "forced", actorKind: "system", endedAt } as const;
      database
        .insert(endedSessions)
        .values({ ...aSession(ada.id), ...ended })
        .run();
      issueToken(database, { purpose: "verify_email", accountId: ada.id }, minutes(30), endedAt);
    }
  });
  const sweepAll = async () => {
    while ((await desk.services.sweep()) > 0);
  };
  return { ...desk, ada, sweepAll };
}

test("what has been kept for as long as the settings say is forgotten, and nothing younger", async () => {
  const settings = { EVENTS_KEPT: "20h", ADDRESSES_KEPT: "10h", ENDED_SESSIONS_KEPT: "5h" };
  const { database, services, sweepAll } = aDesk(50, settings);
  await sweepAll();
  const own = trail(database).filter(({ name }) => name === "user_updated");
  expect(own.every(({ at }) => at >= before(noon, hours(20)))).toBe(true);
  expect(own).toHaveLength(21);
  expect(own.filter(({ address }) => address !== null)).toHaveLength(11);
  expect(database.select().from(endedSessions).all()).toHaveLength(6);
  expect(database.select().from(oneTimeTokens).all()).toHaveLength(1);
  expect(services.audit.verify()).toMatchObject({ kind: "intact", events: 22 });
});

test("without settings history is kept 30 days, events a year and their addresses 90 days", () => {
  const { retention } = temporaryServices().services.env;
  expect(retention).toEqual({
    endedSessions: days(30),
    events: days(365),
    addresses: days(90),
    deletionGrace: days(14),
  });
});

describe("under load", () => {
  test("the purge leaves every live row and the chain, while people sign in", {
    timeout: 60_000,
  }, async () => {
    const settings = { EVENTS_KEPT: "100h", ADDRESSES_KEPT: "50h", ENDED_SESSIONS_KEPT: "100h" };
    const { database, services, ada } = aDesk(2_000, settings);
    const client = { address: "192.0.2.7", userAgent: "" };
    let purging = true;
    const tokens = [];
    const purge = async () => {
      while ((await services.sweep()) > 0);
      purging = false;
    };
    const purged = purge();
    while (purging && tokens.length < 90) {
      tokens.push(await services.sessions.start(ada, { client, remember: true }));
      await turn();
    }
    await purged;

    expect(tokens.length).toBeGreaterThan(5);
    for (const issued of tokens)
      expect(issued && (await services.sessions.find(issued.token))).not.toBeNull();
    expect(database.select().from(sessions).all()).toHaveLength(tokens.length);
    const left = database.select().from(events).all();
    const named = (name: string) => left.filter((line) => line.name === name);
    expect(named("authn_login_success")).toHaveLength(tokens.length);
    expect(named("user_updated")).toHaveLength(101);
    expect(named("sys_trail_purged")).toHaveLength(1);
    expect(database.select().from(endedSessions).all()).toHaveLength(101);
    expect(services.audit.verify()).toMatchObject({ kind: "intact" });
  });
});

test("a day later the purge is noted again, once", async () => {
  const { database, clock, sweepAll } = aDesk(50, { EVENTS_KEPT: "20h" });
  await sweepAll();
  for (let hour = 0; hour < 30; hour++) {
    clock.set(after(noon, hours(hour)));
    await sweepAll();
  }
  const notes = trail(database).filter(({ name }) => name === "sys_trail_purged");
  expect(notes.map(({ at }) => at)).toEqual([after(noon, hours(24))]);
});
