import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "../fixtures.ts";
import { postBare, readForm, signedInCookie } from "../forms.ts";
import { ask } from "../http.ts";
import { status } from "../problems.ts";
import { startServer } from "../server.ts";

const foreign = (port: string): string[] => [
  "evil.example",
  `evil.example:${port}`,
  `rebound.evil.example:${port}`,
  `localhost.evil.example:${port}`,
  `evil.localhost:${port}`,
  `192.168.1.2:${port}`,
  "localhost",
  "localhost:1",
  `localhost:${port}@evil.example`,
  `localhost:${port}, evil.example`,
];

test("ASVS 4.1.3: a name that is not ours is refused, signed in or not, whatever it asks for", async ({
  server,
  account,
}) => {
  const cookie = await signedInCookie(server, account);
  for (const host of foreign(new URL(server.url).port))
    for (const path of ["/", "/login", "/devices", "/api/session", "/nowhere", "/icon.svg"]) {
      const { status: answered, body } = await ask(server.url + path, {
        cookie,
        headers: { host },
      });
      expect.soft(answered, `${host} ${path}`).toBe(421);
      expect.soft(body, `${host} ${path}`).toContain("Latchkey is not known by this name.");
      expect.soft(body, `${host} ${path}`).not.toContain("evil");
    }
});

test("ASVS 4.1.3: a page whose name was pointed at us later cannot sign in or read (DNS rebinding)", async ({
  server,
  page,
  account,
  store,
  problems,
}) => {
  problems.allow(status(421));
  const { port } = new URL(server.url);
  // Browsers take every name under localhost for this machine: a foreign site that resolves to us.
  const rebound = `http://evil.localhost:${port}`;
  const answer = await page.goto(`${rebound}/login`);
  expect(answer?.status()).toBe(421);
  expect((await page.goto(`${rebound}/api/session`))?.status()).toBe(421);

  const form = await readForm(`${server.url}/login`, "Sign in");
  const { email, password } = account;
  const headers = {
    host: `evil.localhost:${port}`,
    origin: rebound,
    "sec-fetch-site": "same-origin",
  };
  const posted = await postBare(form, { email, password }, { headers });
  expect(posted).toMatchObject({ status: 421, setCookies: [] });
  expect(await store.liveSessions(account.id)).toEqual([]);
});

test("the names of the machine itself are ours while the public address is one of them", async ({
  server,
}) => {
  const { port } = new URL(server.url);
  for (const host of ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
    expect(
      (await ask(`${server.url}/login`, { headers: { host: `${host}:${port}` } })).status,
    ).toBe(200);
});

test("W-INPV-17: what a client says of the host shapes no redirect and no link", async ({
  server,
}) => {
  const headers = {
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "gopher",
    "x-forwarded-port": "99",
    "x-host": "evil.example",
    "x-original-url": "/admin",
    "x-rewrite-url": "/admin",
    forwarded: "host=evil.example;proto=https",
  };
  for (const path of ["/", "/devices", "/login", "/nowhere", "/api/session"]) {
    const plain = await ask(server.url + path);
    const forged = await ask(server.url + path, { headers });
    expect.soft(forged.status, path).toBe(plain.status);
    expect.soft(forged.headers.location, path).toBe(plain.headers.location);
    expect.soft(JSON.stringify(forged), path).not.toMatch(/evil|gopher/);
  }
});

test("W-INPV-17: targets with a host in them, no name and two names are refused", async ({
  server,
}) => {
  const { port, host } = new URL(server.url);
  const send = (lines: string[]) => raw(Number(port), lines);
  expect(await send(["GET http://evil.example/login HTTP/1.1", `Host: ${host}`])).toMatch(/ 400 /);
  expect(await send([`GET http://${host}/login HTTP/1.1`, "Host: evil.example"])).toMatch(/ 421 /);
  expect(await send(["GET /login HTTP/1.1"])).toMatch(/ 400 /);
  expect(await send(["GET /login HTTP/1.0"])).toMatch(/ 421 /);
  expect(await send(["GET /login HTTP/1.1", `Host: ${host}`, "Host: evil.example"])).toMatch(
    / 4(?:00|21) /,
  );
});

test("ASVS 3.4.1: behind TLS only the public name is ours, and every answer insists on TLS", async () => {
  const server = await startServer({ PUBLIC_URL: "https://login.example.com" });
  const own = { host: "login.example.com" };
  for (const [path, given, expected] of [
    ["/login", { headers: own }, 200],
    ["/", { headers: own }, 307],
    ["/devices", { headers: own }, 307],
    ["/nowhere", { headers: own }, 404],
    ["/api/session", { headers: own }, 401],
    ["/icon.svg", { headers: own }, 200],
    ["/login", { headers: own, method: "PUT" }, 405],
    ["/login", { headers: { ...own, "sec-fetch-site": "cross-site" }, method: "POST" }, 403],
    ["//x", { headers: own }, 400],
    ["/login", {}, 421],
  ] as const) {
    const answer = await ask(server.url + path, given);
    expect.soft(answer.status, path).toBe(expected);
    expect
      .soft(answer.headers["strict-transport-security"], path)
      .toBe("max-age=31536000; includeSubDomains");
    expect.soft(answer.headers.location ?? "/", path).toMatch(/^\/(?!\/)/);
  }
  const { headers } = await ask(`${server.url}/login`, { headers: own });
  expect(headers["content-security-policy"]).toContain("upgrade-insecure-requests");
  const garbage = await raw(Number(new URL(server.url).port), ["\u0000garbage"]);
  expect(garbage).toMatch(/^HTTP\/1\.1 400 /);
  expect(garbage).toContain("Strict-Transport-Security: max-age=31536000");
  await server.stop();
});

/** What comes back for these very lines. */
async function raw(port: number, lines: string[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.end(`${[...lines, "Connection: close"].join("\r\n")}\r\n\r\n`);
  return text(socket);
}
