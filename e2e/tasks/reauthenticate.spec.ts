import { heldCookie } from "../cookie.ts";
import { expect, test } from "../fixtures.ts";
import { accountPage } from "../pages/account-page.ts";
import { adminAccountPage } from "../pages/admin-account-page.ts";
import { devicesPage } from "../pages/devices-page.ts";
import { question } from "../pages/question.ts";
import { reauthenticatePage } from "../pages/reauthenticate-page.ts";

test("ASVS 7.5.2: ending another device in a session whose proof is old asks for the password", async ({
  signIn,
  elsewhere,
  store,
  account,
}) => {
  const page = await signIn();
  await elsewhere("Firefox on Linux");
  const before = await heldCookie(page);
  store.makeStale(await store.sessionId(before));
  const devices = devicesPage(page);
  await devices.open();
  await devices.signOut("Firefox on Linux");
  await expect(page).toHaveURL("/reauthenticate?next=%2Fdevices");
  expect(await store.liveSessions(account.id)).toHaveLength(2);

  const ask = reauthenticatePage(page);
  await expect(ask.heading).toBeVisible();
  await ask.confirm("not the password at all");
  await expect(page.getByText("That is not your password.")).toBeVisible();
  await ask.confirm(account.password);
  await expect(page).toHaveURL("/devices");
  expect(await heldCookie(page)).not.toBe(before);
  await devices.signOut("Firefox on Linux");
  await expect(devices.items).toHaveCount(1);
});

test("signing out several asks for the password first, then the question", async ({
  signIn,
  elsewhere,
  store,
  account,
}) => {
  const page = await signIn();
  await elsewhere();
  store.makeStale(await store.sessionId(await heldCookie(page)));
  await devicesPage(page).open();
  await devicesPage(page).askToSignOutOthers();
  await expect(reauthenticatePage(page).heading).toBeVisible();
  await reauthenticatePage(page).confirm(account.password);
  await expect(page).toHaveURL("/devices?confirm=others");
  await question(page).confirm();
  await expect(devicesPage(page).items).toHaveCount(1);
});

test("leaving this device asks nothing, however old the proof", async ({ signIn, store }) => {
  const page = await signIn();
  store.makeStale(await store.sessionId(await heldCookie(page)));
  await devicesPage(page).open();
  await devicesPage(page).signOut("Chrome on Windows");
  await expect(page).toHaveURL("/login");
});

test("changing the password needs a fresh proof as well", async ({ signIn, store, account }) => {
  const page = await signIn();
  store.makeStale(await store.sessionId(await heldCookie(page)));
  const own = accountPage(page);
  await own.open();
  await own.changePassword(account.password, "a stone in the river");
  await expect(page).toHaveURL("/reauthenticate?next=%2Faccount");
  await reauthenticatePage(page).confirm(account.password);
  await expect(page).toHaveURL("/account");
  await own.changePassword(account.password, "a stone in the river");
  await expect(page.getByText("Your password was changed.")).toBeVisible();
});

test("ASVS 7.5.3: an administrator proves who they are before anything is done to an account", async ({
  adminPage,
  account,
  administrator,
  elsewhere,
  store,
}) => {
  await elsewhere();
  store.makeStale(await store.sessionId(await heldCookie(adminPage)));
  const console = adminAccountPage(adminPage);
  const path = `/admin/accounts/${account.id}`;
  await console.open(account.id);
  await console.signOut("Firefox on Linux");
  await expect(adminPage).toHaveURL(`/reauthenticate?${new URLSearchParams({ next: path })}`);
  expect(await store.liveSessions(account.id)).toHaveLength(1);
  await reauthenticatePage(adminPage).confirm(administrator.password);
  await expect(adminPage).toHaveURL(path);

  store.makeStale(await store.sessionId(await heldCookie(adminPage)));
  await console.banButton.click();
  await expect(reauthenticatePage(adminPage).heading).toBeVisible();
  await reauthenticatePage(adminPage).confirm(administrator.password);
  await expect(adminPage).toHaveURL(`${path}?confirm=ban`);
  await adminPage.getByLabel("Reason").fill("spam");
  await question(adminPage).confirm();
  await expect(console.liftButton).toBeVisible();
});

test("who is fresh already is sent on", async ({ signIn }) => {
  const page = await signIn();
  await page.goto("/reauthenticate?next=/account");
  await expect(page).toHaveURL("/account");
  await page.goto("/reauthenticate?next=//evil.example");
  await expect(page).toHaveURL("/devices");
});

test("who is not signed in has nothing to confirm", async ({ page }) => {
  await page.goto("/reauthenticate?next=/account");
  await expect(page).toHaveURL("/login");
});
