import type { Page } from "playwright/test";
import { commandLine } from "#lib/audit/event.ts";
import { expect, test } from "../fixtures.ts";
import { signedInCookie } from "../forms.ts";
import { status } from "../problems.ts";
import { type Person, unique } from "../store.ts";

test.use({ viewport: { width: 360, height: 740 } });

/** As long as they are let, with nowhere to break. */
const longPerson = () => ({
  name: "W".repeat(100),
  email: `${"w".repeat(44)}${unique()}@${"x".repeat(60)}.${"y".repeat(60)}.${"z".repeat(60)}.example`,
});
const longAgent = `${"Q".repeat(31)}/1.0 ${"(unbroken)".repeat(60)}`;

test("the pages for somebody not signed in fit a phone", async ({ page, problems }) => {
  problems.allow(status(404));
  for (const path of [
    "/login",
    "/login?notice=password-set",
    "/signup",
    "/forgot-password",
    "/reset-password",
    "/verify-email",
    "/nowhere",
    "/setup",
  ])
    await expectToFit(page, path);
});

test("the pages of somebody with a long name, address and device fit a phone", async ({
  newAccount,
  newDevice,
  server,
}) => {
  const person = await newAccount(longPerson());
  await signedInCookie(server, person, longAgent);
  const page = await newDevice(person);
  for (const path of [
    "/devices",
    "/devices?confirm=others",
    "/devices?confirm=everywhere",
    "/devices?ended=1",
    "/account",
  ])
    await expectToFit(page, path);
});

test("the administrators' pages about such a person fit a phone", async ({
  newAccount,
  newDevice,
  server,
  store,
}) => {
  const administrator = await newAccount({ ...longPerson(), role: "admin" });
  const person = await newAccount(longPerson());
  await signedInCookie(server, person, longAgent);
  const page = await newDevice(administrator);
  for (const path of ["/admin", "/admin/accounts", "/admin/events", ...accountPages(person)])
    await expectToFit(page, path);
  const ban = { reason: "R".repeat(200), until: new Date("2099-12-31") };
  await store.services.accounts.ban(person.id, ban, commandLine);
  for (const path of ["/admin", "/admin/events", ...accountPages(person)])
    await expectToFit(page, path);
});

test("the sentence on an ended session fits a phone", async ({ secondDevice, store, account }) => {
  const page = await secondDevice();
  await store.services.sessions.forceEverywhere(account.id, commandLine);
  await expectToFit(page, "/devices");
});

const accountPages = ({ id }: Person): string[] =>
  ["", "?confirm=ban", "?confirm=everywhere", "?refused=last_administrator"].map(
    (query) => `/admin/accounts/${id}${query}`,
  );

async function expectToFit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect.soft(width, path).toBeLessThanOrEqual(360);
  // Nothing may be cut off at the edge either, where it could not be scrolled to.
  const beyond = await page.evaluate(() =>
    [...document.querySelectorAll("main *, header *, dialog *")]
      .filter((element) => element.getBoundingClientRect().right > 361)
      .filter((element) => !element.closest(".truncate"))
      .map((element) => element.outerHTML.slice(0, 120)),
  );
  expect.soft(beyond, path).toEqual([]);
}
