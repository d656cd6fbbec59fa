import { expect, test } from "../fixtures.ts";
import { postSignIn, readForm, signedInCookie } from "../forms.ts";
import { ask } from "../http.ts";

const privatePages = [
  "/devices",
  "/devices?confirm=everywhere",
  "/account",
  "/admin",
  "/admin/accounts",
  "/admin/events",
];
const openPages = [
  "/",
  "/login",
  "/signup",
  "/nowhere",
  "/setup",
  "/forgot-password",
  "/reset-password?token=x",
  "/verify-email?token=x",
  "/api/session",
  "/admin/nowhere",
];

test("nothing is kept by anybody on the way, and types are not guessed", async ({
  server,
  administrator,
}) => {
  const cookie = await signedInCookie(server, administrator);
  for (const path of [...privatePages, ...openPages, `/admin/accounts/${administrator.id}`])
    for (const sent of [cookie, null]) {
      const { headers } = await ask(server.url + path, { cookie: sent });
      expect.soft(headers["cache-control"], path).toBe("private, no-store");
      expect.soft(headers["x-content-type-options"], path).toBe("nosniff");
      expect.soft(headers["x-frame-options"], path).toBe("DENY");
      expect.soft(headers["referrer-policy"], path).toBe("same-origin");
      expect.soft(headers["x-powered-by"], path).toBeUndefined();
      expect.soft(headers.server, path).toBeUndefined();
    }
});

test("ASVS 3.4.4 to 3.4.8: every answer carries the headers, whatever it is", async ({
  server,
}) => {
  const script = /\/_next\/static\/[^"]+\.js/.exec(
    (await ask(`${server.url}/forgot-password`)).body,
  )?.[0];
  for (const [path, expected, given] of [
    [script ?? "", 200, {}],
    ["/favicon.ico", 200, {}],
    ["/icon.svg", 200, {}],
    ["/", 307, {}],
    ["/nowhere", 404, {}],
    ["/_next/static/nowhere.js", 404, {}],
    ["/_next/image?url=%2Ficon.svg&w=64&q=75", 404, {}],
    ["/api/session", 401, {}],
    ["/api/session", 415, { method: "POST", headers: { "content-type": "text/plain" }, body: "x" }],
    ["//evil.example", 400, {}],
    ["/login", 405, { method: "TRACE" }],
    ["/login", 204, { method: "OPTIONS" }],
    ["/login", 403, { method: "POST", headers: { "sec-fetch-site": "cross-site" } }],
    ["/login", 421, { headers: { host: "evil.example" } }],
  ] as const) {
    const { status, headers, body } = await ask(server.url + path, given);
    expect.soft(status, path).toBe(expected);
    expect.soft(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
    });
    for (const name of ["server", "x-powered-by", "x-nextjs-cache", "access-control-allow-origin"])
      expect.soft(headers[name], `${path} ${name}`).toBeUndefined();
    if (expected !== 200) expect.soft(headers["cache-control"], path).toBe("private, no-store");
    const type = headers["content-type"];
    if (body !== "" && /^text\/html/.test(type ?? "")) expect(type).toMatch(/; charset=utf-8$/);
  }
});

test("ASVS 13.4.1, 13.4.3: neither sources nor what lies beside them are served", async ({
  server,
}) => {
  const script = /\/_next\/static\/[^"]+\.js/.exec(
    (await ask(`${server.url}/forgot-password`)).body,
  )?.[0];
  const paths = ".git/config .env .env.local package.json lib/env.ts data/latchkey.db server.js";
  for (const path of [
    `${script}.map`,
    ...paths.split(" ").map((file) => `/${file}`),
    ...paths.split(" ").map((file) => `/_next/static/..%2f..%2f..%2f${file}`),
    ...paths.split(" ").map((file) => `/_next/static/%2e%2e/%2e%2e/%2e%2e/${file}`),
    "/_next/static/../server/app/_not-found.html",
    "/_next/server/app/_not-found.html",
    "/_next/BUILD_ID",
    "/_next/data/x/login.json",
    "/_next/mcp",
    "/__nextjs_source-map",
  ])
    expect.soft((await ask(server.url + path)).status, path).toBeGreaterThanOrEqual(400);
});

test("ASVS 14.2.5: a private page is not handed out under a name that caches keep", async ({
  server,
  account,
}) => {
  const cookie = await signedInCookie(server, account);
  for (const path of [
    "/account/x.css",
    "/account%2f.js",
    "/account;.png",
    "/account%3bx.css",
    "/account%00.css",
    "/account%0a.css",
    "/account/..%2f_next/static/x.js",
    "/account.css",
    "/account/%2e%2e/_next/static/x.js",
    "/_next/static/..%2f..%2faccount",
    "/_next/static/%2e%2e/%2e%2e/account",
    "/account?x.css",
    "/account#x.css",
    "/account.rsc",
    "/account.segments/_full.segment.rsc",
  ]) {
    const { headers, body } = await ask(server.url + path, { cookie });
    expect.soft(headers["cache-control"], path).toBe("private, no-store");
    if (!/^\/account[?#]|\/account$/.test(path))
      expect.soft(body, path).not.toContain(account.email);
  }
});

test("ASVS 3.4.2, 3.5.2: no other origin may read or write an API", async ({ server, account }) => {
  const cookie = await signedInCookie(server, account);
  const { host } = new URL(server.url);
  for (const origin of [
    "https://evil.example",
    "null",
    `http://evil.${host}`,
    `http://${host}.evil.example`,
  ])
    for (const method of ["GET", "OPTIONS"]) {
      const sent = { origin, "access-control-request-method": "POST" };
      const { headers } = await ask(`${server.url}/api/session`, { method, cookie, headers: sent });
      expect.soft(Object.keys(headers).join(), origin).not.toContain("access-control");
    }
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
    const headers = { "content-type": type };
    const posted = { method: "POST", cookie, headers, body: "{}" };
    expect((await ask(`${server.url}/api/session`, posted)).status).toBe(415);
  }
});

test("an answer that sets a cookie is not kept either", async ({ server, account }) => {
  const answer = await postSignIn(server, account);
  expect(answer.setCookies).toHaveLength(2);
  expect(answer.headers["cache-control"]).toBe("private, no-store");
});

test("what the build named by its content may be kept, and is told what it is", async ({
  server,
}) => {
  const { body } = await ask(`${server.url}/forgot-password`);
  const script = /\/_next\/static\/[^"]+\.js/.exec(body)?.[0] ?? "";
  const { status, headers } = await ask(server.url + script);
  expect(status).toBe(200);
  expect(headers["cache-control"]).toContain("immutable");
  expect(headers["content-type"]).toContain("javascript");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect((await ask(`${server.url}/_next/static/nowhere.js`)).headers["cache-control"]).toBe(
    "private, no-store",
  );
});

test("pages and handlers say what they are", async ({ server }) => {
  for (const path of ["/login", "/nowhere", "/setup"])
    expect((await ask(server.url + path)).headers["content-type"]).toBe("text/html; charset=utf-8");
});

test("pages take no requests that would change something but POST", async ({ server, account }) => {
  const cookie = await signedInCookie(server, account);
  for (const method of ["PUT", "DELETE", "TRACE", "PATCH", "PROPFIND"])
    for (const path of ["/", "/login", "/devices", "/admin", "/nowhere"]) {
      const { status, headers, setCookies } = await ask(server.url + path, { method, cookie });
      expect.soft(status, `${method} ${path}`).toBe(405);
      expect.soft(headers.allow, `${method} ${path}`).toBe("GET, HEAD, POST, OPTIONS");
      expect.soft(setCookies).toEqual([]);
    }
  for (const method of ["PUT", "DELETE", "PATCH", "POST"])
    expect
      .soft((await ask(`${server.url}/api/session`, { method, cookie })).status, method)
      .toBe(405);
});

test("asking changes nothing, whatever the address holds", async ({ server, store, account }) => {
  const cookie = await signedInCookie(server, account);
  const form = await readForm(`${server.url}/devices?confirm=everywhere`, "Confirm", cookie);
  const before = store.snapshot(account.id);
  for (const method of ["GET", "HEAD", "OPTIONS"])
    await ask(
      `${server.url}/devices?${new URLSearchParams({ confirm: "everywhere", ...form.fields })}`,
      { method, cookie },
    );
  expect(store.snapshot(account.id)).toEqual(before);
});

test("a private page sends somebody unknown to the sign-in page and back", async ({ server }) => {
  for (const path of [...privatePages, "/admin/accounts/x?y=z", "/admin/nowhere"]) {
    const { status, headers } = await ask(server.url + path);
    expect.soft(status, path).toBe(307);
    const to = new URL(headers.location ?? "", server.url);
    expect.soft(to.origin + to.pathname, path).toBe(`${server.url}/login`);
    expect.soft(to.searchParams.get("next"), path).toBe(path);
  }
});

test("an address that leads nowhere is 404 and says so", async ({ server, account }) => {
  const cookie = await signedInCookie(server, account);
  for (const path of [
    "/nowhere",
    "/account/x.css",
    "/devices/x",
    "/login/x",
    "/account;.png",
    "/api/nowhere",
  ])
    for (const sent of [cookie, null]) {
      const { status, body } = await ask(server.url + path, { cookie: sent });
      if (sent === null && status === 307) continue;
      expect.soft(status, path).toBe(404);
      expect.soft(body, path).toContain("There is no such page");
    }
});

test("set-up is over once there is an administrator", async ({ server, store }) => {
  expect(await store.services.accounts.hasAdministrator()).toBe(true);
  for (const query of ["", "?token=", "?token=x", `?token=${"A".repeat(43)}`, "?token=a&token=b"]) {
    const { status, body } = await ask(`${server.url}/setup${query}`);
    expect(status).toBe(404);
    expect(body).toContain("There is no such page");
    expect(body).not.toContain("Create administrator");
  }
});

test("a body larger than a form needs is refused", async ({ server }) => {
  const body = "x".repeat(1024 * 1024 + 1);
  const headers = { "content-type": "text/plain", connection: "close" };
  const answer = await ask(`${server.url}/login`, { method: "POST", headers, body }).catch(
    () => null,
  );
  // The server may close before everything was sent.
  if (answer !== null) expect(answer.status).toBe(413);
  expect(await ask(`${server.url}/login`)).toMatchObject({ status: 200 });
});
