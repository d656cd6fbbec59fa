import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openDatabase } from "#db/open.ts";
import { passwordProblem } from "#lib/account/password-rules.ts";
import { before, days } from "#lib/duration.ts";
import { readEnv } from "#lib/env.ts";
import { everyPage } from "#lib/page.ts";
import { createServices, type Services } from "#lib/services.ts";
import { deviceName } from "#lib/session/device.ts";
import type { Session } from "#lib/session/session.ts";
import { fillDemo } from "./fill.ts";
import { ada, demoPassword, sam } from "./people.ts";
import { type Random, randomFrom } from "./random.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const end = new Date("2026-01-15T12:00:00.000Z");
const directory = mkdtempSync(join(tmpdir(), "latchkey-"));
const env = readEnv({ DATABASE_URL: `file:${join(directory, "latchkey.db")}` });
let services: Services;

beforeAll(async () => {
  await fillDemo(env, end);
  services = createServices({ env, database: openDatabase(env.databaseFile), now: () => end });
});
afterAll(async () => {
  await services.close();
  rmSync(directory, { recursive: true });
});

describe("the demo", () => {
  test("has sixty accounts, one of them an administrator and a few banned", async () => {
    expect(await services.accounts.counts()).toEqual({
      accounts: 60,
      administrators: 1,
      banned: 4,
    });
    expect(await services.accounts.findByEmail(ada.email)).toMatchObject({ role: "admin" });
    for (const { email } of await allAccounts()) expect(email).toMatch(/^[a-z.]+@example\.com$/);
  });

  test("every session that is kept is alive, on a device with a name, at an address that is nobody's", async () => {
    const sessions = await allSessions();
    expect(sessions.length).toBeGreaterThan(50);
    expect(sessions).toHaveLength(await services.sessions.countLive());
    for (const { address, userAgent, lastSeenAt, expiresAt } of sessions) {
      expect(address).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$|^2001:db8:/);
      expect(deviceName(userAgent)).toMatch(/^(Firefox|Chrome|Safari|Microsoft Edge) on \w+$/);
      expect(lastSeenAt <= end && expiresAt > end).toBe(true);
    }
    const devices = new Set(sessions.map(({ userAgent }) => deviceName(userAgent)));
    expect(devices.size).toBeGreaterThan(8);
  });

  test("its member has five devices and signs in with the password that is printed", async () => {
    expect(passwordProblem(demoPassword, env.passwordMinLength)).toBeNull();
    const { id = "" } = (await services.accounts.findByEmail(sam.email)) ?? {};
    expect(await services.sessions.list(id)).toHaveLength(5);
    const client = { address: "192.0.2.1", userAgent: "" };
    const asked = {
      email: sam.email,
      password: demoPassword,
      remember: false,
      client,
      replaces: null,
    };
    expect(await services.accounts.signIn(asked)).toMatchObject({ kind: "signed_in" });
  });

  test("its trail is in order, goes on to the present and tells of all that can happen", async () => {
    const { items } = await services.audit.list({ from: before(end, days(14)) }, { size: 5_000 });
    // A session that timed out is told of with the instant it did, which the sweep comes upon later.
    const told = items.filter(({ name }) => name !== "session_expired");
    const instants = told.map(({ at }) => at.getTime()).reverse();
    expect(items.length).toBeGreaterThan(500);
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
    expect(items[0]?.at.getTime()).toBeLessThanOrEqual(end.getTime());
    const names = new Set(items.map(({ name }) => name));
    for (const name of [
      "authn_login_fail_max",
      "user_banned",
      "user_unbanned",
      "authz_change",
      "session_expired",
    ])
      expect(names).toContain(name);
    const reasons = new Set(items.map(({ detail }) => detail.reason));
    for (const reason of [
      "signed_out",
      "revoked",
      "revoked_everywhere",
      "forced",
      "banned",
      "password_changed",
      "idle",
    ])
      expect(reasons).toContain(reason);
    expect(new Set(items.map(({ actor }) => actor.kind)).size).toBe(4);
  });

  test("tells the same story each time: it draws the same lots", () => {
    const draw = ({ between, chance, pick }: Random) =>
      Array.from({ length: 50 }, () => [between(1, 6), chance(0.5), pick(["a", "b", "c"])]);
    expect(draw(randomFrom(7))).toEqual(draw(randomFrom(7)));
    expect(draw(randomFrom(7))).not.toEqual(draw(randomFrom(8)));
    expect(new Set(draw(randomFrom(7)).map(String)).size).toBeGreaterThan(10);
  });
});

async function allSessions(): Promise<Session[]> {
  const all: Session[] = [];
  for (const { id } of await allAccounts()) all.push(...(await services.sessions.list(id)));
  return all;
}

async function allAccounts() {
  const pages = everyPage((request) => services.accounts.search({}, request));
  return (await Array.fromAsync(pages)).flat();
}
