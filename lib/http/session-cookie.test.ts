// biome-ignore lint/style/noRestrictedImports: seals what we never would, to see that it is refused
import { sealData } from "iron-session";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { days } from "#lib/duration.ts";
import { newToken } from "#lib/session/token.ts";
import { noon } from "#lib/testing/builders.ts";
import { temporaryServices } from "#lib/testing/services.ts";
import { clearSessionToken, readSessionToken, writeSessionToken } from "./session-cookie.ts";

const cookieName = "__Host-latchkey";
const secrets = [
  "the newest of the two secrets here",
  "the oldest of the two secrets here",
] as const;

/** The cookies of the request, and what the answer sets. */
const jar = {
  sent: new Map<string, string>(),
  set: vi.fn(),
  get: (name: string) => {
    const value = jar.sent.get(name);
    return value === undefined ? undefined : { name, value };
  },
};
vi.mock("next/headers", () => ({ cookies: async () => jar }));

function serve(secret: string): void {
  const { services } = temporaryServices({ settings: { SESSION_SECRET: secret } });
  Object.assign(globalThis, { [Symbol.for("latchkey.services")]: services });
}

/** What the browser would send back after the answer. */
function keep(): string {
  const [name, value] = jar.set.mock.lastCall ?? [];
  jar.sent.set(name, value);
  return value;
}

beforeEach(() => {
  jar.sent.clear();
  jar.set.mockClear();
  serve(secrets.join());
});

test("the token that is written is read again, from a cookie that only we can open and no script can see", async () => {
  const token = newToken();
  await writeSessionToken(token, false);
  const attributes = { httpOnly: true, secure: true, sameSite: "lax", path: "/" };
  expect(jar.set).toHaveBeenCalledExactlyOnceWith(cookieName, expect.any(String), attributes);
  const seal = keep();
  expect(seal).not.toContain(token);
  expect(cookieName.length + seal.length).toBeLessThan(1_024);
  expect(await readSessionToken()).toBe(token);
});

test("the cookie of a remembered session lasts as long as the session can", async () => {
  await writeSessionToken(newToken(), true);
  const expires = new Date(noon.getTime() + days(30));
  expect(jar.set.mock.lastCall?.[2]).toMatchObject({ expires });
});

test("clearing the cookie replaces it by nothing, at once", async () => {
  await clearSessionToken();
  expect(jar.set).toHaveBeenCalledExactlyOnceWith(cookieName, "", {
    httpOnly: true,
    secure: true,
    sameSite: "lax",
    path: "/",
    maxAge: 0,
  });
  keep();
  expect(await readSessionToken()).toBeNull();
});

test("ASVS 3.3.1: over plain http, where it is meant, the cookie has a name that browsers keep there", async () => {
  const settings = { PUBLIC_URL: "http://desk.example.com", ALLOW_HTTP: "yes" };
  const { services } = temporaryServices({ settings });
  Object.assign(globalThis, { [Symbol.for("latchkey.services")]: services });
  const token = newToken();
  await writeSessionToken(token, false);
  const attributes = { httpOnly: true, secure: false, sameSite: "lax", path: "/" };
  expect(jar.set).toHaveBeenCalledExactlyOnceWith("latchkey", expect.any(String), attributes);
  keep();
  expect(await readSessionToken()).toBe(token);
});

test("without a cookie there is no token", async () => {
  expect(await readSessionToken()).toBeNull();
});

test("a new secret put in front leaves the cookies of the old one valid; a removed one takes its cookies along", async () => {
  const token = newToken();
  serve(secrets[1]);
  await writeSessionToken(token, false);
  keep();
  serve(secrets.join());
  expect(await readSessionToken()).toBe(token);
  serve(secrets.toReversed().join());
  expect(await readSessionToken()).toBe(token);
  serve(secrets[0]);
  expect(await readSessionToken()).toBeNull();
});

test("the newest secret seals", async () => {
  await writeSessionToken(newToken(), false);
  keep();
  serve(secrets[1]);
  expect(await readSessionToken()).toBeNull();
  serve(secrets[0]);
  expect(await readSessionToken()).not.toBeNull();
});

/** Seals anything as we would. */
async function sealAsOurs(content: unknown): Promise<void> {
  await writeSessionToken(newToken(), false);
  // The number by which the seal names its secret.
  const number = keep().split("*")[1] ?? "";
  const seal = await sealData(content, { password: { [number]: secrets[0] }, ttl: 0 });
  jar.sent.set(cookieName, seal);
}

test.each([
  ["no token", {}],
  ["a token that is none", { token: "short" }],
  ["a number", { token: 5 }],
  ["an array", { token: [newToken()] }],
  ["a list", [newToken()]],
  ["nothing", null],
])("a cookie that we sealed with %s in it is no token", async (_, content) => {
  const token = newToken();
  await sealAsOurs({ token });
  expect(await readSessionToken()).toBe(token);
  await sealAsOurs(content);
  expect(await readSessionToken()).toBeNull();
});

test("the seal does not expire: how old a session may be is for its row to say", async () => {
  const token = newToken();
  await writeSessionToken(token, false);
  keep();
  vi.useFakeTimers({ now: Date.now() + days(400), toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  expect(await readSessionToken()).toBe(token);
});

test("whatever stands in the cookie, the answer is a token of ours or none, never an error", async () => {
  const token = newToken();
  await writeSessionToken(token, false);
  const seal = keep();
  const pieces = [
    "*",
    "Fe26.2",
    "Fe26.2*",
    "~2",
    "",
    "0",
    "-1",
    "%00",
    "\0",
    "é",
    "a".repeat(50),
    "9".repeat(20),
    " ",
  ];
  // A fixed sequence, so that what fails once fails again: https://en.wikipedia.org/wiki/Lehmer_random_number_generator
  let seed = 42;
  const below = (limit: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % limit;
  };
  for (let round = 0; round < 1_500; round++) {
    const at = below(seal.length + 1);
    const piece = pieces[below(pieces.length)] ?? "";
    const mutated = [
      seal.slice(0, at),
      seal.slice(at),
      seal.slice(0, at) + piece + seal.slice(at),
      seal.slice(0, at) + piece + seal.slice(at + 1 + below(20)),
      seal.split("*").with(below(8), piece).join("*"),
    ][below(5)];
    jar.sent.set(cookieName, mutated ?? "");
    expect([null, token], mutated).toContain(await readSessionToken());
  }
});

test("a cookie of a million characters is no token", async () => {
  jar.sent.set(cookieName, `Fe26.2*1*${"a".repeat(1_000_000)}`);
  expect(await readSessionToken()).toBeNull();
});
