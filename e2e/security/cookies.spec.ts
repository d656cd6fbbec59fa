import { randomBytes } from "node:crypto";
import { newToken } from "#lib/session/token.ts";
import { cookieName, cookieOf, deviceCookieName, deviceIn, heldCookie, sealed } from "../cookie.ts";
import { expect, test } from "../fixtures.ts";
import { postForm, postSignIn, readForm, signedInCookie } from "../forms.ts";
import { ask } from "../http.ts";
import { loginPage } from "../pages/login-page.ts";
import type { Person, Store } from "../store.ts";

/** Cookie values that no session stands for, from one that a live session stands for. */
const worthless: Record<string, (live: string, store: Store) => string | Promise<string>> = {
  empty: () => "",
  "plain garbage": () => "garbage",
  "a token in the open": () => newToken(),
  truncated: (live) => live.slice(0, -10),
  "cut in half": (live) => live.slice(0, live.length / 2),
  "changed in one letter": (live) =>
    live.replace(/.(?=.{20}$)/, (letter) => (letter === "A" ? "B" : "A")),
  "sealed by another secret": async (_live, store) =>
    sealed({ token: newToken() }, `not ${store.services.sessionSecrets[0]}`),
  "sealed, with an unknown token": async (_live, store) =>
    sealed({ token: newToken() }, store.services.sessionSecrets[0] ?? ""),
  "sealed, with no token": async (_live, store) =>
    sealed({}, store.services.sessionSecrets[0] ?? ""),
  "sealed, with an object for a token": async (_live, store) =>
    sealed({ token: { secret: "session" } }, store.services.sessionSecrets[0] ?? ""),
  "five thousand bytes long": () => randomBytes(2_500).toString("hex"),
  "a seal of another version": (live) => live.replace(/^Fe26\.\d/, "Fe26.9"),
};

for (const [kind, make] of Object.entries(worthless))
  test(`a cookie that is ${kind} is "not signed in"`, async ({ server, store, account }) => {
    const live = await signedInCookie(server, account);
    const value = await make(live, store);
    const headers = { cookie: `${cookieName}=${value}` };
    expect(await ask(`${server.url}/devices`, { headers })).toMatchObject({
      status: 307,
      headers: { location: "/login?next=%2Fdevices" },
    });
    expect(await ask(`${server.url}/api/session`, { headers })).toMatchObject({
      status: 401,
      body: '{"error":"no_session"}',
    });
    expect(await ask(`${server.url}/login`, { headers })).toMatchObject({ status: 200 });
    expect(await postSignIn(server, account, { headers })).toMatchObject({
      status: 303,
      newCookie: expect.any(String),
    });
  });

test("several cookies of the same name have one outcome on pages and in the API", async ({
  server,
  account,
}) => {
  const live = await signedInCookie(server, account);
  for (const values of [
    ["a", "b"],
    [live, "garbage"],
    ["garbage", live],
    ["", live],
    [live, ""],
  ]) {
    const headers = { cookie: values.map((value) => `${cookieName}=${value}`).join("; ") };
    const page = await ask(`${server.url}/devices`, { headers });
    const api = await ask(`${server.url}/api/session`, { headers });
    expect([page.status, api.status]).toEqual(api.status === 200 ? [200, 200] : [307, 401]);
    if (!values.includes(live)) expect(api.status).toBe(401);
    expect(await ask(`${server.url}/login`, { headers })).toMatchObject({
      status: api.status === 200 ? 307 : 200,
    });
  }
});

test("a browser with a worthless cookie signs in like any other", async ({
  page,
  server,
  account,
}) => {
  const url = server.url.replace("http:", "https:");
  await page.context().addCookies([{ name: cookieName, value: "garbage", url, httpOnly: true }]);
  await page.goto("/devices");
  await expect(page).toHaveURL("/login?next=%2Fdevices");
  await loginPage(page).signIn(account);
  await expect(page).toHaveURL("/devices");
  expect(await cookieOf(page)).not.toBe("garbage");
});

test("every cookie that is set is one of the two, with all its attributes", async ({
  server,
  account,
}) => {
  const forSession = ["HttpOnly", "Path=/", "SameSite=lax", "Secure"];
  const forDevice = ["Expires", "HttpOnly", "Max-Age=34560000", ...forSession.slice(1)];
  const first = await postSignIn(server, account);
  expect(first.setCookies.map(attributes)).toEqual([forSession, forDevice]);
  const cookie = first.newCookie ?? "";

  const remembered = await postForm(await readForm(`${server.url}/login`, "Sign in"), {
    ...credentials(account),
    remember: "on",
  });
  expect(remembered.setCookies.map(attributes)).toEqual([["Expires", ...forSession], forDevice]);

  const password = await readForm(`${server.url}/account`, "Change password", cookie);
  const passwords = { currentPassword: account.password, newPassword: "a door painted yellow" };
  const changed = await postForm(password, passwords, { cookie });
  expect(changed.setCookies.map(attributes)).toEqual([forSession]);

  const now = changed.newCookie ?? "";
  const out = await postForm(
    await readForm(`${server.url}/devices`, "Sign out", now),
    {},
    { cookie: now },
  );
  expect(out.setCookies.map(attributes)).toEqual([forSession.toSpliced(1, 0, "Max-Age=0")]);
  expect(out.newCookie).toBeNull();
});

test("the cookie by which a browser is known opens nothing, stays, and is the same for everybody there", async ({
  server,
  store,
  account,
  newAccount,
}) => {
  const { newDevice } = await postSignIn(server, account);
  const device = `${deviceCookieName}=${newDevice}`;
  const headers = { cookie: `${device}; ${cookieName}=${newDevice}` };
  expect(await ask(`${server.url}/api/session`, { headers })).toMatchObject({ status: 401 });
  expect(await ask(`${server.url}/devices`, { headers: { cookie: device } })).toMatchObject({
    status: 307,
    setCookies: [],
  });

  const other = await postSignIn(server, await newAccount(), { headers: { cookie: device } });
  const { services } = store;
  expect(await deviceIn(other.newDevice, services.sessionSecrets)).toBe(
    await deviceIn(newDevice, services.sessionSecrets),
  );
  const cookie = other.newCookie ?? "";
  const form = await readForm(`${server.url}/devices`, "Sign out", cookie);
  expect((await postForm(form, {}, { cookie })).newDevice).toBeNull();
});

test("pages and the API set no cookie", async ({ server, account }) => {
  const cookie = await signedInCookie(server, account);
  for (const path of ["/", "/login", "/devices", "/account", "/api/session", "/admin", "/nowhere"])
    for (const sent of [cookie, null, "garbage"])
      expect((await ask(server.url + path, { cookie: sent })).setCookies).toEqual([]);
});

test("a cookie that an attacker knows is never adopted, and its session ends", async ({
  page,
  newAccount,
  account,
  server,
  store,
}) => {
  const attacker = await newAccount();
  const known = await signedInCookie(server, attacker);
  const url = server.url.replace("http:", "https:");
  const old = await store.sessionId(known);
  const login = loginPage(page);
  await login.open();
  await page.context().addCookies([{ name: cookieName, value: known, url, httpOnly: true }]);
  await login.signIn(account);
  await expect(page).toHaveURL("/devices");
  await expect(page.getByRole("banner")).toContainText(account.name);

  expect(await heldCookie(page)).not.toBe(known);
  expect(await store.sessionId(await heldCookie(page))).not.toBe(old);
  expect(await ask(`${server.url}/api/session`, { cookie: known })).toMatchObject({ status: 401 });
  expect(await store.liveSessions(attacker.id)).toEqual([]);
});

test("a sealed token that the server never issued is not adopted either", async ({
  server,
  store,
  account,
}) => {
  const made = await sealed({ token: newToken() }, store.services.sessionSecrets[0] ?? "");
  const { newCookie } = await postSignIn(server, account, { cookie: made });
  expect(newCookie).not.toBeNull();
  expect(await ask(`${server.url}/api/session`, { cookie: made })).toMatchObject({ status: 401 });
});

test("signing in again in the same browser leaves one session", async ({
  server,
  store,
  account,
}) => {
  const first = await signedInCookie(server, account);
  const { newCookie } = await postSignIn(server, account, { cookie: first });
  expect(newCookie).not.toBe(first);
  expect(await ask(`${server.url}/api/session`, { cookie: first })).toMatchObject({ status: 401 });
  expect(await store.liveSessions(account.id)).toHaveLength(1);
});

test("the token counts in its cookie only", async ({ server, account }) => {
  const cookie = await signedInCookie(server, account);
  const elsewhere = [
    { query: `?${new URLSearchParams({ [cookieName]: cookie, session: cookie, token: cookie })}` },
    { headers: { authorization: `Bearer ${cookie}` } },
    {
      headers: {
        cookie: `latchkey=${cookie}; __Secure-latchkey=${cookie}; __host-latchkey=${cookie}`,
      },
    },
    { headers: { "x-session-token": cookie, [cookieName]: cookie } },
  ];
  for (const { query = "", headers = {} } of elsewhere) {
    expect(await ask(`${server.url}/api/session${query}`, { headers })).toMatchObject({
      status: 401,
    });
    expect(await ask(`${server.url}/devices${query}`, { headers })).toMatchObject({ status: 307 });
  }
});

const credentials = ({ email, password }: Person) => ({ email, password });

function attributes(line: string): string[] {
  const [pair = "", ...rest] = line.split("; ");
  expect(pair).toMatch(/^__Host-latchkey(-device)?=/);
  expect(Buffer.byteLength(pair)).toBeLessThan(1_024);
  return rest.map((attribute) => attribute.replace(/^Expires=.*/, "Expires")).sort();
}
