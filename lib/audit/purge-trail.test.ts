import { describe, expect, test } from "vitest";
import { immediate } from "#db/open.ts";
import { after, days, hours, minutes } from "#lib/duration.ts";
import { actorOf, noon } from "#lib/testing/builders.ts";
import { temporaryDatabase } from "#lib/testing/database.ts";
import { queryPlans } from "#lib/testing/query-plans.ts";
import { trail } from "#lib/testing/services.ts";
import type { Head } from "./chain.ts";
import { system } from "./event.ts";
import { forgetAddresses, purgeEvents } from "./purge-trail.ts";
import { recordEvent } from "./record-event.ts";
import { verifyTrail } from "./verify-trail.ts";

/** One line an hour from noon on. */
function aTrail(lines = 10) {
  const database = temporaryDatabase();
  const record = (at: Date) =>
    recordEvent(database, { name: "user_updated", actor: actorOf({ id: "ada" }), at });
  for (let hour = 0; hour < lines; hour++) record(after(noon, hours(hour)));
  const purge = (olderThan: Date, limit = 100, now = after(noon, days(1))) =>
    immediate(database, () => purgeEvents(database, olderThan, limit, now));
  const forget = (olderThan: Date, limit = 100) =>
    immediate(database, () => forgetAddresses(database, olderThan, limit));
  const own = () => trail(database).filter(({ name }) => name === "user_updated");
  const notes = () => trail(database).filter(({ name }) => name === "sys_trail_purged");
  return { database, record, purge, forget, own, notes };
}

const atHour = (hour: number) => after(noon, hours(hour));

describe("purging", () => {
  test("forgets the oldest lines alone, and what is left is chained to where they ended", () => {
    const { database, purge, own } = aTrail();
    expect(purge(atHour(4))).toBe(4);
    expect(own().map(({ id }) => id)).toEqual([5, 6, 7, 8, 9, 10]);
    expect(verifyTrail(database)).toMatchObject({ kind: "intact", events: 7 });
  });

  test("goes on where the last batch stopped, a batch at a time", () => {
    const { database, purge, own } = aTrail();
    expect([purge(atHour(7), 3), purge(atHour(7), 3), purge(atHour(7), 3)]).toEqual([3, 3, 1]);
    expect(own()).toHaveLength(3);
    expect(verifyTrail(database)).toMatchObject({ kind: "intact" });
  });

  test("leaves a trail that may be purged to its last line and still goes on", () => {
    const { database, purge, notes } = aTrail();
    expect(purge(atHour(99))).toBe(10);
    expect(notes()).toMatchObject([{ id: 11, detail: { lines: 10, upTo: 10 } }]);
    expect(verifyTrail(database)).toMatchObject({ kind: "intact", events: 1 });
    expect(purge(atHour(99), 100, atHour(30))).toBe(1);
    expect(verifyTrail(database)).toMatchObject({ kind: "intact", events: 0 });
    recordEvent(database, { name: "user_updated", actor: system, at: noon });
    expect(verifyTrail(database)).toMatchObject({ kind: "intact", events: 1 });
  });

  test("stops at a line that is young enough, though older ones follow it", () => {
    const { record, purge, own } = aTrail();
    record(noon);
    expect(purge(atHour(5))).toBe(5);
    expect(own().at(-1)).toMatchObject({ id: 11, at: noon });
  });

  test("is noted once a day at most, with how many lines since the last note", () => {
    const { purge, notes } = aTrail(30);
    purge(atHour(2), 100, atHour(100));
    purge(atHour(4), 100, atHour(101));
    purge(atHour(5), 100, after(atHour(124), minutes(-1)));
    expect(notes().map(({ detail }) => detail)).toEqual([{ lines: 2, upTo: 2 }]);
    purge(atHour(5), 100, atHour(124));
    purge(atHour(5), 100, atHour(200));
    expect(notes().map(({ detail }) => detail)).toEqual([
      { lines: 2, upTo: 2 },
      { lines: 3, upTo: 5 },
    ]);
  });

  test("is noticed when it was not done by Latchkey", () => {
    const { database, purge } = aTrail();
    purge(atHour(4));
    database.$client.exec("delete from events where id <= 6");
    expect(verifyTrail(database)).toMatchObject({ kind: "broken", line: 7 });
  });

  test("makes an earlier head one that cannot be checked any more, but for the last one purged", () => {
    const { database, purge } = aTrail();
    const [third, fourth] = trail(database).slice(2) as { id: number }[] as [Head, Head];
    purge(atHour(4));
    expect(verifyTrail(database, third)).toEqual({ kind: "head_missing", why: "purged" });
    expect(verifyTrail(database, fourth)).toMatchObject({ kind: "intact" });
  });

  test("of lines from before there was a chain leaves the others whole", () => {
    const database = temporaryDatabase();
    for (let line = 0; line < 3; line++)
      database.$client.exec(
        "insert into events (at, name, actor_kind, detail) values (1, 'user_created', 'system', '{}')",
      );
    for (let line = 0; line < 3; line++)
      recordEvent(database, { name: "user_created", actor: system, at: noon });
    const purge = (limit: number, olderThan = noon) =>
      immediate(database, () => purgeEvents(database, olderThan, limit, noon));
    purge(2);
    expect(verifyTrail(database)).toMatchObject({ kind: "intact", unchained: 1 });
    purge(9);
    expect(verifyTrail(database)).toMatchObject({ kind: "intact", unchained: 0 });
    purge(9, atHour(1));
    expect(verifyTrail(database)).toMatchObject({ kind: "intact" });
  });
});

describe("forgetting addresses", () => {
  test("takes them and their salts from old lines alone, and the chain still holds", () => {
    const { database, forget, own } = aTrail();
    expect(forget(atHour(4))).toBe(4);
    const [old, young] = [own().slice(0, 4), own().slice(4)];
    expect(old.every((line) => line.address === null && line.addressSalt === null)).toBe(true);
    expect(old.every(({ addressHash }) => addressHash !== null)).toBe(true);
    expect(young.every((line) => line.address !== null && line.addressSalt !== null)).toBe(true);
    expect(verifyTrail(database)).toMatchObject({ kind: "intact", events: 10 });
  });

  test("goes on where it stopped, past lines that never had one and lines that are purged meanwhile", () => {
    const { database, forget, purge } = aTrail(4);
    recordEvent(database, { name: "user_updated", actor: system, at: noon });
    recordEvent(database, { name: "user_updated", actor: actorOf({ id: "ada" }), at: noon });
    expect([forget(atHour(99), 2), purge(atHour(3)), forget(atHour(99), 2)]).toEqual([2, 3, 2]);
    expect([forget(atHour(99), 2), forget(atHour(99), 2)]).toEqual([2, 0]);
    expect(trail(database).filter(({ address }) => address !== null)).toEqual([]);
    expect(verifyTrail(database)).toMatchObject({ kind: "intact" });
  });
});

test("neither reads the whole trail", async () => {
  const { database, purge, forget } = aTrail();
  const steps = await queryPlans(database, async () => {
    purge(atHour(1), 1);
    forget(atHour(1), 1);
  });
  expect(steps.filter((step) => /^SCAN|TEMP B-TREE/.test(step))).toEqual([]);
});
