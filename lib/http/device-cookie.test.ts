import { beforeEach, expect, test, vi } from "vitest";
import { days } from "#lib/duration.ts";
import { newToken } from "#lib/session/token.ts";
import { temporaryServices } from "#lib/testing/services.ts";
import { readDeviceToken, writeDeviceToken } from "./device-cookie.ts";
import { readSessionToken, writeSessionToken } from "./session-cookie.ts";

const [deviceCookieName, sessionCookieName] = ["__Host-latchkey-device", "__Host-latchkey"];

const sent = new Map<string, string>();
const set = vi.fn((name: string, value: string, _attributes: object) => sent.set(name, value));
const get = (name: string) => (sent.has(name) ? { name, value: sent.get(name) } : undefined);
vi.mock("next/headers", () => ({ cookies: async () => ({ get, set }) }));

beforeEach(() => {
  sent.clear();
  set.mockClear();
  const { services } = temporaryServices();
  Object.assign(globalThis, { [Symbol.for("latchkey.services")]: services });
});

test("the browser keeps the token for four hundred days, the longest that it may, and no script sees it", async () => {
  const device = newToken();
  await writeDeviceToken(device);
  const attributes = { httpOnly: true, secure: true, sameSite: "lax", path: "/" };
  expect(set).toHaveBeenCalledExactlyOnceWith(deviceCookieName, expect.any(String), {
    ...attributes,
    maxAge: days(400) / 1_000,
  });
  expect(sent.get(deviceCookieName)).not.toContain(device);
  expect(await readDeviceToken()).toBe(device);
});

test("a token that we did not seal is none", async () => {
  expect(await readDeviceToken()).toBeNull();
  for (const value of [newToken(), "", "garbage", "a".repeat(5_000)]) {
    sent.set(deviceCookieName, value);
    expect(await readDeviceToken()).toBeNull();
  }
});

test("neither cookie serves as the other", async () => {
  await writeDeviceToken(newToken());
  await writeSessionToken(newToken(), false);
  const [device, session] = [sent.get(deviceCookieName), sent.get(sessionCookieName)];
  sent.set(deviceCookieName, session ?? "").set(sessionCookieName, device ?? "");
  expect(await readDeviceToken()).toBeNull();
  expect(await readSessionToken()).toBeNull();
});
