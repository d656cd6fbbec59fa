import { expect, test } from "vitest";
import { after, days, minutes } from "#lib/duration.ts";
import { actorOf, anAccount, noon } from "#lib/testing/builders.ts";
import { queryPlans } from "#lib/testing/query-plans.ts";
import { temporaryServices } from "#lib/testing/services.ts";
import type { EventFilter } from "./audit-log.ts";
import { commandLine, type NewEvent, system, visitor } from "./event.ts";

/** One event a day from noon on, each with its number as detail. */
function aTrail() {
  const desk = temporaryServices();
  const { database, services } = desk;
  const admin = anAccount(database, { role: "admin", email: "admin@example.com" });
  const ada = anAccount(database, { email: "ada@example.com" });
  const grace = anAccount(database, { email: "grace@example.com" });
  let recorded = 0;
  const record = async (event: Omit<NewEvent, "at" | "detail">) => {
    recorded++;
    await services.audit.record({ ...event, detail: { number: recorded } });
    desk.clock.advance(days(1));
  };
  const numbers = async (filter: EventFilter, request = {}) =>
    (await services.audit.list(filter, request)).items.map(({ detail }) => detail.number);
  return { ...desk, admin, ada, grace, record, numbers };
}

async function aMixedTrail() {
  const made = aTrail();
  const { admin, ada, grace, record } = made;
  await record({ name: "user_created", actor: actorOf(ada), accountId: ada.id });
  await record({ name: "authn_login_fail", actor: visitor("192.0.2.7"), accountId: ada.id });
  await record({ name: "user_banned", actor: actorOf(admin), accountId: ada.id });
  await record({ name: "user_banned", actor: actorOf(admin), accountId: grace.id });
  await record({ name: "user_unbanned", actor: commandLine, accountId: ada.id });
  await record({ name: "sys_setup_link_issued", actor: system });
  return made;
}

test("without a filter everything is there, newest first", async () => {
  expect(await (await aMixedTrail()).numbers({})).toEqual([6, 5, 4, 3, 2, 1]);
});

test("a name finds the events of that name", async () => {
  const { numbers } = await aMixedTrail();
  expect(await numbers({ name: "user_banned" })).toEqual([4, 3]);
  expect(await numbers({ name: "authz_fail" })).toEqual([]);
});

test("an account finds what it did and what was done to it", async () => {
  const { admin, ada, grace, numbers } = await aMixedTrail();
  expect(await numbers({ accountId: ada.id })).toEqual([5, 3, 2, 1]);
  expect(await numbers({ accountId: admin.id })).toEqual([4, 3]);
  expect(await numbers({ accountId: grace.id })).toEqual([4]);
  expect(await numbers({ accountId: "nobody" })).toEqual([]);
});

test("days include their beginning and not their end", async () => {
  const { numbers } = await aMixedTrail();
  const day = (number: number) => after(noon, days(number - 1));
  expect(await numbers({ from: day(3) })).toEqual([6, 5, 4, 3]);
  expect(await numbers({ until: day(3) })).toEqual([2, 1]);
  expect(await numbers({ from: day(2), until: day(4) })).toEqual([3, 2]);
  expect(await numbers({ from: after(day(2), minutes(1)), until: day(3) })).toEqual([]);
  expect(await numbers({ from: day(4), until: day(2) })).toEqual([]);
});

test("every part of a filter has to match", async () => {
  const { ada, numbers } = await aMixedTrail();
  const filter = { name: "user_banned", accountId: ada.id } as const;
  expect(await numbers(filter)).toEqual([3]);
  expect(await numbers({ ...filter, from: after(noon, days(3)) })).toEqual([]);
});

test("people are named by their address, and those without an account by what they are", async () => {
  const { services, ada, admin } = await aMixedTrail();
  const { items } = await services.audit.list();
  expect(items.map(({ actor }) => actor)).toMatchObject([
    { kind: "system", id: null, email: null },
    { kind: "command_line", id: null, email: null },
    { kind: "account", id: admin.id, email: "admin@example.com" },
    { kind: "account", id: admin.id, email: "admin@example.com" },
    { kind: "visitor", id: null, email: null },
    { kind: "account", id: ada.id, email: "ada@example.com" },
  ]);
  expect(items.map(({ account }) => account?.email)).toEqual([
    undefined,
    "ada@example.com",
    "grace@example.com",
    "ada@example.com",
    "ada@example.com",
    "ada@example.com",
  ]);
  expect(items[4]?.address).toBe("192.0.2.7");
});

test("an account that is gone leaves its events, without an address", async () => {
  const { database, grace, services } = await aMixedTrail();
  database.$client.prepare("delete from accounts where id = ?").run(grace.id);
  const { items } = await services.audit.list({ accountId: grace.id });
  expect(items).toMatchObject([{ account: { id: grace.id, email: null } }]);
});

test("pages lead through a filtered trail and back while more is recorded", async () => {
  const { ada, grace, record, services } = aTrail();
  const both = async () => {
    await record({ name: "user_updated", actor: actorOf(ada), accountId: ada.id });
    await record({ name: "user_updated", actor: actorOf(grace), accountId: grace.id });
  };
  for (let recorded = 0; recorded < 5; recorded++) await both();
  const page = async (request: { older?: number | null; newer?: number | null }) => {
    const { items, ...ways } = await services.audit.list(
      { accountId: ada.id },
      { ...request, size: 2 },
    );
    return { ...ways, numbers: items.map(({ detail }) => detail.number) };
  };
  const first = await page({});
  expect([first.numbers, first.newer]).toEqual([[9, 7], null]);
  await both();
  const second = await page({ older: first.older });
  expect(second.numbers).toEqual([5, 3]);
  const third = await page({ older: second.older });
  expect([third.numbers, third.older]).toEqual([[1], null]);
  const back = await page({ newer: third.newer });
  expect(back.numbers).toEqual([5, 3]);
  const front = await page({ newer: back.newer });
  expect(front.numbers).toEqual([9, 7]);
  const newest = await page({ newer: front.newer });
  expect([newest.numbers, newest.newer]).toEqual([[11], null]);
});

test("what a detail holds comes back as it was recorded", async () => {
  const { services } = aTrail();
  const detail = {
    reason: 'a "quoted" reason; drop table events',
    until: null,
    count: 3,
    list: ["ä"],
  };
  await services.audit.record({ name: "user_banned", actor: system, detail });
  expect((await services.audit.list()).items[0]?.detail).toEqual(detail);
});

test("pages lead through all that an account did and had done to it, each once, and back", async () => {
  const { admin, ada, record, services } = aTrail();
  for (let round = 0; round < 5; round++) {
    await record({ name: "user_updated", actor: actorOf(ada), accountId: ada.id });
    await record({ name: "user_banned", actor: actorOf(admin), accountId: ada.id });
    await record({ name: "user_banned", actor: actorOf(ada), accountId: admin.id });
    await record({ name: "user_created", actor: system, accountId: admin.id });
  }
  const page = async (request: object) => {
    const { items, ...rest } = await services.audit.list(
      { accountId: ada.id },
      { ...request, size: 6 },
    );
    return { numbers: items.map(({ detail }) => detail.number), ...rest };
  };
  const first = await page({});
  expect(first.numbers).toEqual([19, 18, 17, 15, 14, 13]);
  const second = await page({ older: first.older });
  expect(second.numbers).toEqual([11, 10, 9, 7, 6, 5]);
  const third = await page({ older: second.older });
  expect(third).toMatchObject({ numbers: [3, 2, 1], older: null });
  expect(await page({ newer: third.newer })).toEqual(second);
  expect(await page({ newer: second.newer })).toEqual(first);
});

test.each<[string, EventFilter]>([
  ["all of it", {}],
  ["one kind of event", { name: "user_banned" }],
  ["one account's", { accountId: "a" }],
  ["one account's of one kind since a day", { accountId: "a", name: "user_banned", from: noon }],
])("%s is read in the order of the trail, without sorting", async (_, filter) => {
  const { database, services } = temporaryServices();
  const plans = await queryPlans(database, () => services.audit.list(filter, { older: 1_000 }));
  expect(plans.filter((step) => /^SEARCH events USING/.test(step))).not.toEqual([]);
  expect(plans.filter((step) => /^SCAN|TEMP B-TREE/.test(step))).toEqual([]);
});
