import { cookieName, cookieOf, heldCookie } from "../cookie.ts";
import { expect, test } from "../fixtures.ts";
import { banner } from "../pages/banner.ts";
import { devicesPage } from "../pages/devices-page.ts";
import { loginPage } from "../pages/login-page.ts";

const oneDay = 24 * 60 * 60;

test("signing in leads to the devices", async ({ page, account }) => {
  const login = loginPage(page);
  await page.goto("/");
  await expect(page).toHaveURL("/login");
  await login.signIn(account);
  await expect(page).toHaveURL("/devices");
  await expect(devicesPage(page).heading).toBeVisible();
  await expect(page.getByRole("banner")).toContainText(account.name);
});

test("the address may be written in capitals", async ({ page, account }) => {
  const login = loginPage(page);
  await login.open();
  await login.signIn({ ...account, email: ` ${account.email.toUpperCase()} ` });
  await expect(page).toHaveURL("/devices");
});

test("a page that was asked for follows the sign-in", async ({ page, account }) => {
  await page.goto("/account?from=mail");
  await expect(page).toHaveURL("/login?next=%2Faccount%3Ffrom%3Dmail");
  await loginPage(page).signIn(account);
  await expect(page).toHaveURL("/account?from=mail");
});

test("a wrong password keeps the address and what was ticked", async ({ page, account }) => {
  const login = loginPage(page);
  await login.open("?next=/account");
  await login.signIn({ ...account, password: "not the password" }, { remember: true });
  await expect(page.getByText("That email and password do not match.")).toBeVisible();
  await expect(login.email).toHaveValue(account.email);
  await expect(login.password).toHaveValue("");
  await expect(login.remember).toBeChecked();
  expect(await cookieOf(page)).toBeNull();

  await login.signIn(account);
  await expect(page).toHaveURL("/account");
});

test("an unknown address is answered like a wrong password", async ({ page }) => {
  const login = loginPage(page);
  await login.open();
  await login.signIn({ email: "nobody@example.com", password: "not the password" });
  await expect(page.getByText("That email and password do not match.")).toBeVisible();
});

test("by default the browser forgets the session when it closes", async ({
  signIn,
  store,
  account,
}) => {
  const page = await signIn();
  const cookies = await page.context().cookies();
  expect(cookies.find(({ name }) => name === cookieName)?.expires).toBe(-1);
  expect(await store.liveSessions(account.id)).toMatchObject([{ remembered: false }]);
  await expect(page.getByText("Kept signed in")).toBeHidden();
});

test("kept signed in, the browser keeps the session for thirty days", async ({
  signIn,
  store,
  account,
}) => {
  const page = await signIn({ remember: true });
  const cookies = await page.context().cookies();
  const { expires = 0 } = cookies.find(({ name }) => name === cookieName) ?? {};
  expect(expires - Date.now() / 1_000).toBeGreaterThan(29.9 * oneDay);
  expect(expires - Date.now() / 1_000).toBeLessThan(30.1 * oneDay);
  expect(await store.liveSessions(account.id)).toMatchObject([{ remembered: true }]);
  await expect(page.getByText("Kept signed in")).toBeVisible();
});

test("for an administrator nothing is kept", async ({ signIn, store, administrator }) => {
  const page = await signIn({ as: administrator, remember: true });
  const cookies = await page.context().cookies();
  expect(cookies.find(({ name }) => name === cookieName)?.expires).toBe(-1);
  expect(await store.liveSessions(administrator.id)).toMatchObject([{ remembered: false }]);
});

test("signing out ends the session and takes the cookie away", async ({
  signIn,
  store,
  account,
}) => {
  const page = await signIn();
  const id = await store.sessionId(await heldCookie(page));
  await banner(page).signOut();
  await expect(page).toHaveURL("/login");
  expect(await cookieOf(page)).toBeNull();
  expect(await store.liveSessions(account.id)).toEqual([]);
  expect(store.history(account.id)).toMatchObject([
    { id, reason: "signed_out", actorKind: "account", actorId: account.id },
  ]);
  await page.goto("/devices");
  await expect(page).toHaveURL("/login?next=%2Fdevices");
});

test("who is signed in already is sent on from the sign-in page", async ({ signIn }) => {
  const page = await signIn();
  await page.goto("/login?next=/account");
  await expect(page).toHaveURL("/account");
  await page.goto("/");
  await expect(page).toHaveURL("/devices");
});
