import { expect, test } from "vitest";
import type { Database } from "#db/open.ts";
import { knownDevices } from "#db/schema.ts";
import { after, days, minutes } from "#lib/duration.ts";
import { hashToken, newToken } from "#lib/session/token.ts";
import { anAccount, noon } from "#lib/testing/builders.ts";
import { temporaryDatabase } from "#lib/testing/database.ts";
import { queryPlans } from "#lib/testing/query-plans.ts";
import { temporaryServices } from "#lib/testing/services.ts";
import {
  accountKnowing,
  type DeviceToken,
  deviceKept,
  forgetDevices,
  maxKnownDevices,
  purgeDevices,
  rememberDevice,
} from "./known-devices.ts";

const remember = (database: Database, accountId: string, device: DeviceToken, at = noon) =>
  rememberDevice(database, accountId, hashToken(device), at);

function aDesk() {
  const database = temporaryDatabase();
  const account = anAccount(database, { email: "Ada@example.com" });
  return { database, account, device: newToken() };
}

test("a browser is known to an account from the first sign-in on, and to no other account", () => {
  const { database, account, device } = aDesk();
  anAccount(database, { email: "grace@example.com" });
  expect(accountKnowing(database, account.email, device)).toBeNull();
  expect(remember(database, account.id, device)).toBe(false);
  expect(accountKnowing(database, "ada@EXAMPLE.com", device)).toBe(account.id);
  expect(accountKnowing(database, account.email, newToken())).toBeNull();
  expect(accountKnowing(database, "grace@example.com", device)).toBeNull();
  expect(remember(database, account.id, device)).toBe(true);
});

test("only its hash is kept", () => {
  const { database, account, device } = aDesk();
  remember(database, account.id, device);
  const everything = database.$client.serialize();
  expect(everything.includes(hashToken(device))).toBe(true);
  expect(everything.includes(device)).toBe(false);
});

test("of more than fifty the one unused for longest gives way, in its account only", () => {
  const { database, account, device } = aDesk();
  const other = anAccount(database);
  remember(database, other.id, device);
  const devices = Array.from({ length: maxKnownDevices }, () => newToken());
  for (const [index, each] of devices.entries())
    remember(database, account.id, each, after(noon, minutes(index)));
  const [first = device, second = device] = devices;
  remember(database, account.id, first, after(noon, days(1)));
  remember(database, account.id, newToken(), after(noon, days(2)));
  expect(accountKnowing(database, account.email, first)).toBe(account.id);
  expect(accountKnowing(database, account.email, second)).toBeNull();
  expect(accountKnowing(database, other.email, device)).toBe(other.id);
  expect(database.select().from(knownDevices).all()).toHaveLength(maxKnownDevices + 1);
});

test("forgetting an account's browsers leaves those of others", () => {
  const { database, account, device } = aDesk();
  const other = anAccount(database);
  for (const { id } of [account, other]) remember(database, id, device);
  forgetDevices(database, account.id);
  expect(accountKnowing(database, account.email, device)).toBeNull();
  expect(accountKnowing(database, other.email, device)).toBe(other.id);
});

test("what was not used for four hundred days is forgotten, in small steps, and the sweep does it", async () => {
  const { database, account, device } = aDesk();
  for (const each of [newToken(), newToken(), newToken()]) remember(database, account.id, each);
  remember(database, account.id, device, after(noon, minutes(1)));
  const over = after(noon, deviceKept);
  expect(purgeDevices(database, new Date(over.getTime() - 1), 10)).toBe(0);
  expect(purgeDevices(database, over, 2)).toBe(2);
  const { services, clock } = temporaryServices({ database });
  clock.set(over);
  expect(await services.sweep()).toBe(1);
  expect(accountKnowing(database, account.email, device)).toBe(account.id);
});

test("with an account its browsers go too", () => {
  const { database, account, device } = aDesk();
  remember(database, account.id, device);
  database.$client.prepare("delete from accounts where id = ?").run(account.id);
  expect(database.select().from(knownDevices).all()).toEqual([]);
});

test("what a sign-in and the sweep ask goes by an index, however many there are", async () => {
  const { database, account, device } = aDesk();
  const plans = await queryPlans(database, async () => {
    accountKnowing(database, account.email, device);
    rememberDevice(database, account.id, hashToken(device), noon);
    purgeDevices(database, noon, 10);
    forgetDevices(database, account.id);
  });
  expect(plans.filter((step) => step.startsWith("SCAN"))).toEqual([]);
});
