import { beforeEach, describe, expect, test, vi } from "vitest";
import { type Duration, minutes } from "#lib/duration.ts";
import { anAccount } from "#lib/testing/builders.ts";
import { temporaryServices, trail } from "#lib/testing/services.ts";
import { actorOf, requireAdmin, requireSession } from "./guards.ts";
import { writeSessionToken } from "./session-cookie.ts";

/** The request that is answered, and what is left to be done once it is. */
const request = {
  cookies: new Map<string, string>(),
  headers: new Headers(),
  later: [] as (() => unknown)[],
};
vi.mock("next/headers", () => ({
  headers: async () => request.headers,
  cookies: async () => ({
    get: (name: string) => ({ name, value: request.cookies.get(name) }),
    set: (name: string, value: string) => request.cookies.set(name, value),
  }),
}));
vi.mock("next/server", () => ({ after: (work: () => unknown) => request.later.push(work) }));

function aDesk() {
  const desk = temporaryServices();
  Object.assign(globalThis, { [Symbol.for("latchkey.services")]: desk.services });
  return {
    ...desk,
    async signIn(role: "admin" | "member") {
      const account = anAccount(desk.database, { role });
      const client = { address: "192.0.2.1", userAgent: "" };
      const issued = await desk.services.sessions.start(account, { client, remember: false });
      if (issued === null) throw new Error("The session did not start.");
      await writeSessionToken(issued.token, false);
      return { account, ...issued };
    },
  };
}

/** Next redirects and answers 404 by throwing. */
const answer = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "goes on",
    ({ digest }: { digest: string }) => digest,
  );

const toLogin = (next: string) => `NEXT_REDIRECT;replace;${next};307;`;

beforeEach(() => {
  request.cookies.clear();
  request.headers = new Headers({
    "x-latchkey-path": "/devices?a=b",
    "x-latchkey-address": "192.0.2.9",
  });
  request.later = [];
});

describe("requireSession", () => {
  test("gives the live session of the cookie", async () => {
    const { signIn } = aDesk();
    const { account } = await signIn("member");
    expect((await requireSession()).account.id).toBe(account.id);
  });

  test("sends somebody without one to sign in and back", async () => {
    aDesk();
    expect(await answer(requireSession())).toBe(toLogin("/login?next=%2Fdevices%3Fa%3Db"));
  });

  test("once it has refused a session that timed out, no clock brings it back", async () => {
    const { signIn, clock, services } = aDesk();
    const { token } = await signIn("member");
    clock.advance(minutes(61));
    expect(await answer(requireSession())).toContain("NEXT_REDIRECT");
    for (const work of request.later) await work();
    clock.advance(minutes(-61) as Duration);
    expect(await services.sessions.find(token)).toBeNull();
  });

  test("sends somebody whose session has ended since to sign in", async () => {
    const { services, signIn } = aDesk();
    const { account } = await signIn("member");
    await requireSession();
    await services.sessions.forceEverywhere(account.id, {
      kind: "system",
      id: null,
      sessionId: null,
      address: null,
    });
    expect(await answer(requireSession())).toMatch(/^NEXT_REDIRECT;replace;\/login/);
  });

  test("notes that the session is in use once the answer is out, not before", async () => {
    const { clock, services, signIn } = aDesk();
    const { token } = await signIn("member");
    clock.advance(minutes(5));
    await requireSession();
    const lastSeen = async () => (await services.sessions.find(token))?.lastSeenAt;
    expect(await lastSeen()).not.toEqual(clock.now());
    for (const work of request.later) await work();
    expect(await lastSeen()).toEqual(clock.now());
  });

  test.each([
    ["next-router-prefetch", "1"],
    ["sec-purpose", "prefetch;prerender"],
  ])("does not note a request that only fetches ahead: %s", async (name, value) => {
    const { signIn } = aDesk();
    await signIn("member");
    request.headers.set(name, value);
    await requireSession();
    expect(request.later).toEqual([]);
  });
});

describe("requireAdmin", () => {
  test("lets an administrator on", async () => {
    const { signIn } = aDesk();
    const { account } = await signIn("admin");
    expect((await requireAdmin()).account.id).toBe(account.id);
  });

  test("knows no such page for a member, and records that they tried", async () => {
    const { database, signIn } = aDesk();
    const { account } = await signIn("member");
    expect(await answer(requireAdmin())).toBe("NEXT_HTTP_ERROR_FALLBACK;404");
    expect(trail(database).at(-1)).toMatchObject({
      name: "authz_fail",
      actorId: account.id,
      address: "192.0.2.9",
      detail: { path: "/devices?a=b" },
    });
  });

  test("sends somebody without a session to sign in, and records nothing", async () => {
    const { database } = aDesk();
    expect(await answer(requireAdmin())).toMatch(/^NEXT_REDIRECT/);
    expect(trail(database)).toEqual([]);
  });
});

test("whoever acts does so from where they are now", async () => {
  const { signIn } = aDesk();
  const { account } = await signIn("member");
  const session = await requireSession();
  expect(await actorOf(session)).toEqual({
    kind: "account",
    id: account.id,
    sessionId: session.id,
    address: "192.0.2.9",
  });
});
