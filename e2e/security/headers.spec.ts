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

test("an answer that sets a cookie is not kept either", async ({ server, account }) => {
  const answer = await postSignIn(server, account);
  expect(answer.setCookies).toHaveLength(2);
  expect(answer.headers["cache-control"]).toBe("private, no-store");
});

test("what the build named by its content may be kept, and is told what it is", async ({
  server,
}) => {
  const { body } = await ask(`${server.url}/login`);
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
