import type { Page } from "playwright/test";
import { cookieName, heldCookie } from "../cookie.ts";
import { expect, test } from "../fixtures.ts";
import { postForm, readForm, signedInCookie } from "../forms.ts";
import { ask } from "../http.ts";
import { accountPage } from "../pages/account-page.ts";
import { banner } from "../pages/banner.ts";
import { devicesPage } from "../pages/devices-page.ts";
import { loginPage } from "../pages/login-page.ts";

for (const javaScriptEnabled of [true, false])
  test(`Back after signing out shows nothing private ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    newBrowser,
    account,
  }) => {
    const page = await newBrowser({ javaScriptEnabled });
    await loginPage(page).open();
    await loginPage(page).signIn(account);
    await expect(page).toHaveURL("/devices");
    await page.goto("/account");
    await expect(accountPage(page).name).toHaveValue(account.name);
    await banner(page).signOut();
    await expect(page).toHaveURL("/login");
    for (const path of ["/account", "/devices"]) {
      await page.goBack();
      await expect(page).toHaveURL(`/login?${new URLSearchParams({ next: path })}`);
      await expectSignedOut(page, account.email);
    }
  });

test("Back to a page that was left by a link shows nothing private after signing out", async ({
  signIn,
  account,
}) => {
  const page = await signIn();
  await banner(page).go("Account");
  await expect(accountPage(page).heading).toBeVisible();
  await banner(page).go("Devices");
  await expect(devicesPage(page).heading).toBeVisible();
  await banner(page).signOut();
  await expect(page).toHaveURL("/login");
  await page.goBack();
  await expect(page).toHaveURL(/\/login\?next=/);
  await expectSignedOut(page, account.email);
});

test("signing out leaves nothing private on the page", async ({ signIn, account }) => {
  const page = await signIn();
  await devicesPage(page).open();
  await banner(page).signOut();
  await expect(loginPage(page).heading).toBeVisible();
  expect(await page.content()).not.toContain(account.name);
});

test("a session that ended elsewhere leaves nothing private on the page with the next click", async ({
  signIn,
  account,
  store,
}) => {
  const page = await signIn();
  await devicesPage(page).open();
  await store.services.sessions.forceEverywhere(account.id, {
    kind: "command_line",
    id: null,
    sessionId: null,
    address: null,
  });
  await banner(page).go("Account");
  await expect(loginPage(page).heading).toBeVisible();
  expect(await page.content()).not.toContain(account.name);
});

test("every page of somebody signed in can be left (ASVS 7.4.4)", async ({
  adminPage,
  account,
}) => {
  const paths = ["/devices", "/account", "/admin", "/admin/accounts", "/admin/events"];
  for (const path of [...paths, `/admin/accounts/${account.id}`]) {
    await adminPage.goto(path);
    const button = adminPage.getByRole("banner").getByRole("button", { name: "Sign out" });
    await expect(button, path).toBeVisible();
  }
});

test("another tab of the same browser is signed out with its next click", async ({ signIn }) => {
  const page = await signIn();
  const tab = await page.context().newPage();
  await tab.goto("/account");
  await banner(page).signOut();
  await expect(page).toHaveURL("/login");
  await banner(tab).go("Devices");
  await expect(tab).toHaveURL("/login?next=%2Fdevices");
});

test("a button of a page that is open still does nothing for a session that ended", async ({
  signIn,
  elsewhere,
  account,
  store,
}) => {
  const page = await signIn();
  await elsewhere("Safari on macOS");
  await devicesPage(page).open();
  await store.services.sessions.force(await store.sessionId(await heldCookie(page)), {
    kind: "command_line",
    id: null,
    sessionId: null,
    address: null,
  });
  await devicesPage(page).signOut("Safari on macOS");
  await expect(page).toHaveURL("/login?next=%2Fdevices");
  expect(await store.liveSessions(account.id)).toHaveLength(1);
});

test("a cookie that was kept is refused after signing out, and told why", async ({
  server,
  account,
}) => {
  const cookie = await signedInCookie(server, account);
  await postForm(await readForm(`${server.url}/devices`, ">Sign out<", cookie), {}, { cookie });
  const answer = await ask(`${server.url}/api/session`, { cookie });
  expect(answer.status).toBe(401);
  expect(JSON.parse(answer.body)).toMatchObject({ error: "no_session", reason: "signed_out" });
  expect(await ask(`${server.url}/devices`, { cookie })).toMatchObject({ status: 307 });
  const login = await ask(`${server.url}/login`, { cookie });
  expect(login.body).toContain("You signed out on this device");
});

test("the cookie of an ended session makes no loop", async ({ signIn, store, account }) => {
  const page = await signIn();
  const cookie = await heldCookie(page);
  await store.services.sessions.forceEverywhere(account.id, {
    kind: "command_line",
    id: null,
    sessionId: null,
    address: null,
  });
  for (const path of ["/", "/devices", "/account", "/login", "/admin", "/signup"]) {
    const response = await page.goto(path);
    expect(response?.status()).toBe(200);
    expect(redirects(response?.request() ?? null)).toBeLessThanOrEqual(2);
  }
  expect(await heldCookie(page)).toBe(cookie);
  await loginPage(page).open("?next=/account");
  await loginPage(page).signIn(account);
  await expect(page).toHaveURL("/account");
  expect(await heldCookie(page)).not.toBe(cookie);
});

test("signing out twice is no error", async ({ server, account }) => {
  const cookie = await signedInCookie(server, account);
  const form = await readForm(`${server.url}/devices`, ">Sign out<", cookie);
  for (let time = 1; time <= 2; time++) {
    const answer = await postForm(form, {}, { cookie });
    expect(answer).toMatchObject({ status: 303, headers: { location: "/login" } });
    expect(answer.setCookies).toEqual([expect.stringContaining(`${cookieName}=;`)]);
  }
});

async function expectSignedOut(page: Page, email: string): Promise<void> {
  await expect(loginPage(page).heading).toBeVisible();
  await expect(page.getByRole("banner").getByRole("button")).toBeHidden();
  expect(await page.content()).not.toContain(email);
}

type Redirected = { redirectedFrom(): Redirected } | null;

const redirects = (request: Redirected): number => {
  const from = request?.redirectedFrom() ?? null;
  return from === null ? 0 : 1 + redirects(from);
};
