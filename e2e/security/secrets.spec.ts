import { existsSync, readFileSync } from "node:fs";
import type { BrowserContext, Page, Response } from "playwright/test";
import { heldCookie, tokenIn } from "../cookie.ts";
import { expect, test } from "../fixtures.ts";
import { accountPage } from "../pages/account-page.ts";
import { adminAccountPage } from "../pages/admin-account-page.ts";
import { banner } from "../pages/banner.ts";
import { devicesPage } from "../pages/devices-page.ts";
import type { RunningServer } from "../server.ts";
import type { Store } from "../store.ts";

test("no answer, no log and no file of the database holds a token or a cookie's value", async ({
  signIn,
  secondDevice,
  adminPage,
  page,
  account,
  store,
  server,
}) => {
  const bodies = recorded(page.context(), adminPage.context());
  await signIn();
  const secrets = await secretsOf([page, adminPage, await secondDevice("Firefox on Linux")], store);
  await banner(page).go("Account");
  await accountPage(page).changeName("Ada King");
  await expect(page.getByText("Your name was saved.")).toBeVisible();
  await banner(page).go("Devices");
  await devicesPage(page).signOut("Firefox on Linux");
  await expect(page.getByText("One device was signed out.")).toBeVisible();
  await banner(page).go("Account");
  await accountPage(page).changePassword(account.password, "green lamps in the attic");
  await expect(page.getByText("Your password was changed.")).toBeVisible();
  secrets.push(...(await secretsOf([page], store)));
  await page.reload();

  await adminPage.goto("/admin");
  await adminPage.goto("/admin/events");
  await adminAccountPage(adminPage).open(account.id);
  await adminAccountPage(adminPage).signOut("Chrome on Windows");
  await expect(adminPage.getByText("One device was signed out.")).toBeVisible();
  await page.goto("/devices");
  await expect(page.getByText("signed out by an administrator")).toBeVisible();

  const seen = await Promise.all(bodies);
  expect(seen.length).toBeGreaterThan(20);
  expect(seen.join("\n")).toContain(account.email);
  expectNone(secrets, [...seen, server.log(), ...databaseFiles(server)]);
});

test("neither a password nor its hash leaves the database", async ({
  signIn,
  page,
  adminPage,
  account,
  store,
  server,
}) => {
  const bodies = recorded(page.context(), adminPage.context());
  await signIn();
  await accountPage(page).open();
  await accountPage(page).changePassword(account.password, "short");
  await expect(accountPage(page).next).toHaveAccessibleDescription(/Use at least/);
  await adminAccountPage(adminPage).open(account.id);
  const hash = store.client
    .prepare("select password_hash from accounts where id = ?")
    .pluck()
    .get(account.id);
  const seen = await Promise.all(bodies);
  expectNone([account.password, String(hash)], [...seen, server.log()]);
  expectNone([account.password], databaseFiles(server));
});

test("two browsers on one account: one ends the other, and the database holds no token of either", async ({
  signIn,
  secondDevice,
  store,
  server,
}) => {
  const page = await signIn();
  const other = await secondDevice("Firefox on Linux");
  await other.goto("/account");
  const secrets = await secretsOf([page, other], store);
  await devicesPage(page).open();
  await devicesPage(page).signOut("Firefox on Linux");
  await expect(devicesPage(page).items).toHaveCount(1);

  await banner(other).go("Devices");
  await expect(other).toHaveURL("/login?next=%2Fdevices");
  await expect(
    other.getByText("This device was signed out by you, from another device,"),
  ).toBeVisible();
  expectNone(secrets, databaseFiles(server));
});

/** The bodies of all answers from now on; they are still arriving while the list grows. */
function recorded(...contexts: BrowserContext[]): Promise<string>[] {
  const bodies: Promise<string>[] = [];
  // A redirect has no body.
  const body = (response: Response) => response.text().catch(() => "");
  for (const context of contexts) context.on("response", (response) => bodies.push(body(response)));
  return bodies;
}

/** The cookies' values and the tokens inside them. */
async function secretsOf(pages: Page[], store: Store): Promise<string[]> {
  const cookies = await Promise.all(pages.map(heldCookie));
  const tokens = await Promise.all(
    cookies.map((cookie) => tokenIn(cookie, store.services.sessionSecrets)),
  );
  return [...cookies, ...tokens.filter((token) => token !== null)];
}

/** As they lie on the disk, byte by byte. */
function databaseFiles({ databaseFile }: RunningServer): string[] {
  const files = ["", "-wal", "-shm"].map((suffix) => databaseFile + suffix).filter(existsSync);
  expect(files.length).toBeGreaterThan(1);
  return files.map((file) => readFileSync(file, "latin1"));
}

function expectNone(secrets: string[], places: string[]): void {
  expect(secrets.length).toBeGreaterThan(0);
  for (const secret of secrets) expect(places.some((place) => place.includes(secret))).toBe(false);
}
