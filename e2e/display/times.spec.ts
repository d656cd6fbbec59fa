import { days, minutes } from "#lib/duration.ts";
import { heldCookie } from "../cookie.ts";
import { expect, test } from "../fixtures.ts";
import { devicesPage } from "../pages/devices-page.ts";

test.use({ timezoneId: "Asia/Kathmandu" });

const exact = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long", timeZone }).format(at);

test("with JavaScript the exact time is the viewer's", async ({ secondDevice, store, account }) => {
  const page = await secondDevice();
  const [session] = await store.liveSessions(account.id);
  await devicesPage(page).open();
  const signedIn = page.locator("time").first();
  const at = session?.createdAt ?? new Date(0);
  await expect(signedIn).toHaveAttribute("datetime", at.toISOString());
  await expect(signedIn).toHaveAttribute("title", exact(at, "Asia/Kathmandu"));
});

test("without JavaScript the exact time is in UTC and says so", async ({
  browser,
  baseURL,
  secondDevice,
  store,
  account,
}) => {
  const device = await secondDevice();
  const [session] = await store.liveSessions(account.id);
  const state = await device.context().storageState();
  const context = await browser.newContext({
    baseURL: baseURL ?? "",
    javaScriptEnabled: false,
    storageState: state,
  });
  const page = await context.newPage();
  await devicesPage(page).open();
  const at = session?.createdAt ?? new Date(0);
  await expect(page.locator("time").first()).toHaveAttribute("title", exact(at, "UTC"));
  expect(exact(at, "UTC")).toContain("UTC");
  await context.close();
});

test("times are told in words", async ({ secondDevice, store }) => {
  const page = await secondDevice();
  store.age(await store.sessionId(await heldCookie(page)), {
    unused: minutes(3),
    old: minutes(70),
  });
  await devicesPage(page).open();
  const item = devicesPage(page).items.first();
  await expect(item.getByRole("definition").nth(0)).toHaveText("1 hour ago");
  await expect(item.getByRole("definition").nth(1)).toHaveText("3 minutes ago");
  await expect(item.getByRole("definition").nth(2)).toHaveText("in 56 minutes");
});

test("words go on with the clock while the page is open", async ({ secondDevice, store }) => {
  const page = await secondDevice();
  await page.clock.install();
  store.age(await store.sessionId(await heldCookie(page)), { old: days(0.5) });
  await devicesPage(page).open();
  const signedIn = devicesPage(page).items.first().getByRole("definition").nth(0);
  await expect(signedIn).toHaveText("12 hours ago");
  await page.clock.fastForward("02:00:00");
  await expect(signedIn).toHaveText("14 hours ago");
});
