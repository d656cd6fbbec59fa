import type { Locator, Page } from "playwright/test";
import { expect, test } from "../fixtures.ts";
import { devicesPage } from "../pages/devices-page.ts";
import { loginPage } from "../pages/login-page.ts";
import { question } from "../pages/question.ts";

test("one signs in with the keyboard alone", async ({ page, account, store }) => {
  const login = loginPage(page);
  await login.open();
  await tabTo(page, login.email);
  await page.keyboard.type(account.email);
  await tabTo(page, login.password);
  await page.keyboard.type(account.password);
  await tabTo(page, login.remember);
  await page.keyboard.press("Space");
  await tabTo(page, login.submit);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/devices");
  expect(await store.liveSessions(account.id)).toMatchObject([{ remembered: true }]);
});

test("one ends a device with the keyboard alone", async ({
  page,
  elsewhere,
  signIn,
  store,
  account,
}) => {
  await elsewhere("Firefox on Linux");
  await signIn();
  await tabTo(page, page.getByRole("button", { name: "Sign out Firefox on Linux" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("One device was signed out.")).toBeVisible();
  expect(await store.liveSessions(account.id)).toHaveLength(1);
});

test("one leaps over the banner with the first key", async ({ secondDevice }) => {
  const page = await secondDevice();
  await devicesPage(page).open();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeInViewport();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("main").getByRole("button").first()).toBeFocused();
});

test("the question takes the focus, keeps it, and Escape takes it back", async ({
  secondDevice,
  store,
  account,
}) => {
  const page = await secondDevice();
  const devices = devicesPage(page);
  const asked = question(page);
  await devices.open();
  await tabTo(page, devices.everywhereButton);
  await page.keyboard.press("Enter");
  await expect(asked.dialog).toBeVisible();
  await expect(asked.dialog.locator(":focus")).toHaveCount(1);
  for (let key = 1; key <= 6; key++) {
    await page.keyboard.press("Tab");
    // Beyond the last the browser's own bar has its turn, and never what lies beneath.
    await expect(page.locator("main :focus:not(dialog *), header :focus")).toHaveCount(0);
  }
  await page.keyboard.press("Escape");
  await expect(asked.dialog).toBeHidden();
  await expect(page).toHaveURL("/devices");
  expect(await store.liveSessions(account.id)).toHaveLength(1);
});

test("the question is answered with the keyboard alone", async ({
  secondDevice,
  store,
  account,
}) => {
  const page = await secondDevice();
  await devicesPage(page).open();
  await tabTo(page, devicesPage(page).everywhereButton);
  await page.keyboard.press("Enter");
  await expect(question(page).dialog).toBeVisible();
  await tabTo(page, question(page).confirmButton);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/login");
  expect(await store.liveSessions(account.id)).toEqual([]);
});

/** Presses Tab until it is there, and sees that whoever presses it can tell. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let key = 0; key < 40 && !(await isFocused(target)); key++) await page.keyboard.press("Tab");
  await expect(target).toBeFocused();
  const { outlineStyle, outlineWidth } = await target.evaluate((element) =>
    getComputedStyle(element),
  );
  expect(outlineStyle).not.toBe("none");
  expect(Number.parseFloat(outlineWidth)).toBeGreaterThanOrEqual(2);
}

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);
