import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { hours } from "#lib/duration.ts";
import { anAccount } from "#lib/testing/builders.ts";
import { temporaryServices, trail } from "#lib/testing/services.ts";
import { handlerFor } from "./handler.ts";
import { type SessionApi, withSessionApi } from "./session-api.ts";

const log = vi.hoisted(() => ({ logProblem: vi.fn() }));
vi.mock("./log.ts", () => log);

const cookieName = "latchkey";
const client = { address: "192.0.2.1", userAgent: "" };

async function serve(changed: Partial<SessionApi["sessions"]> = {}) {
  const { database, services, clock } = temporaryServices();
  const { seals, sessions } = services;
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => server.closeAllConnections());
  await once(server, "listening");
  const publicUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const next = vi.fn(async (_request, response) => response.end("next"));
  const app = withSessionApi(next, { cookieName, seals, sessions: { ...sessions, ...changed } });
  const settings = { trustedProxies: [], development: false, notFoundPage: null };
  server.on("request", handlerFor(app, { ...settings, publicUrl }));

  const account = anAccount(database);
  const issued = await sessions.start(account, { client, remember: false });
  if (issued === null) throw new Error("The session did not start.");
  const cookie = `theme=dark; ${cookieName}=${await seals.seal({ token: issued.token })}`;
  const ask = (path: string, { method = "GET", headers = {} } = {}) =>
    fetch(new URL(path, publicUrl), { method, headers });
  const askSigned = (method = "GET") => ask("/api/session", { method, headers: { cookie } });
  return { ask, askSigned, next, account, sessions, database, clock };
}

test("who is signed in is told, without Next and with every header of ours", async () => {
  const { askSigned, next, account, clock } = await serve();
  const answer = await askSigned();
  const { id, name, email, role } = account;
  const at = clock.now().toISOString();
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    account: { id, name, email, role },
    session: {
      id: expect.stringMatching(/^[\w-]{22}$/),
      kind: "browser",
      createdAt: at,
      lastSeenAt: at,
      expiresAt: expect.any(String),
    },
  });
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "application/json",
    "content-length": expect.any(String),
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringContaining("default-src 'none'"),
  });
  expect(next).not.toHaveBeenCalled();
});

test("a query changes nothing, and every other address is Next's", async () => {
  const { ask, next } = await serve();
  expect((await ask("/api/session?a=b")).status).toBe(401);
  expect(next).not.toHaveBeenCalled();
  for (const path of ["/api/session/", "/api/sessions", "/api/session/events", "/API/session"])
    expect(await (await ask(path)).text()).toBe("next");
});

const strangers: Record<string, Record<string, string>> = {
  "no cookie": {},
  "another cookie": { cookie: "theme=dark" },
  "a cookie that is not ours": { cookie: `${cookieName}=Fe26.2*1*abc` },
  "a cookie that cannot be decoded": { cookie: `${cookieName}=%zz` },
  "a token without its seal": { cookie: `${cookieName}=${"a".repeat(43)}` },
};

test.each(Object.entries(strangers))("with %s nobody is signed in", async (_what, headers) => {
  const { ask } = await serve();
  const answer = await ask("/api/session", { headers });
  expect([answer.status, await answer.json()]).toEqual([401, { error: "no_session" }]);
});

test("a session that ran out is refused with the reason, and stays refused when the clock goes back", async () => {
  const { askSigned, clock, database } = await serve();
  const startedAt = clock.now();
  clock.advance(hours(2));
  const refused = await askSigned();
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ reason: "idle", by: "latchkey" });
  await expect.poll(() => trail(database).map(({ name }) => name)).toContain("session_expired");
  clock.set(startedAt);
  expect((await askSigned()).status).toBe(401);
});

test("that it could not be ended for good is our concern, not the asker's", async () => {
  const failing = async () => {
    throw new Error("disk");
  };
  const { askSigned, clock } = await serve({ settle: failing });
  clock.advance(hours(2));
  expect((await askSigned()).status).toBe(401);
  await expect.poll(() => log.logProblem.mock.calls.length).toBe(1);
});

test("HEAD is answered like GET, without the body", async () => {
  const { askSigned } = await serve();
  const [head, get] = [await askSigned("HEAD"), await askSigned()];
  expect([head.status, await head.text()]).toEqual([200, ""]);
  expect(head.headers.get("content-type")).toBe(get.headers.get("content-type"));
});

test("what may be asked is told, and nothing else is taken", async () => {
  const { ask } = await serve();
  const options = await ask("/api/session", { method: "OPTIONS" });
  expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    const refused = await ask("/api/session", { method });
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    expect(await refused.json()).toMatchObject({ error: "method_not_allowed" });
  }
});

test("data that cannot be read is 503, never 401", async () => {
  const failing = async () => {
    throw Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR" });
  };
  const { askSigned } = await serve({ find: failing });
  const answer = await askSigned();
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await answer.json()).toMatchObject({ error: "unavailable" });
  expect(log.logProblem).toHaveBeenLastCalledWith("GET /api/session failed", expect.anything());
});
