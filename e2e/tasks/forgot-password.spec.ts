import { minutes } from "#lib/duration.ts";
import { expect, test } from "../fixtures.ts";
import { accountPage } from "../pages/account-page.ts";
import { loginPage } from "../pages/login-page.ts";
import { resetPages } from "../pages/reset-pages.ts";
import { status } from "../problems.ts";
import { unique } from "../store.ts";

const subject = "Set a new password";
/** Browsers let it pass. */
const tooLong = `ada@${"abcdefghi.".repeat(26)}example`;
const next = "green lamps in the attic";

test.beforeEach(({ store }) => store.forgiveAll());

test("a forgotten password is replaced by a link from mail", async ({
  page,
  account,
  outbox,
  elsewhere,
  store,
}) => {
  await elsewhere();
  const login = loginPage(page);
  const reset = resetPages(page);
  await login.open();
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  // Both pages have a field of that name.
  await expect(page).toHaveURL("/forgot-password");
  await reset.ask(account.email);
  await expect(reset.sent).toBeVisible();

  const link = await outbox.link(account.email, subject);
  await page.goto(link);
  await page.reload();
  await reset.set("short");
  await expect(reset.password).toHaveAccessibleDescription(/Use at least 15 characters/);
  await page.reload();
  await reset.set(next);
  await expect(page).toHaveURL("/login?notice=password-set");
  await expect(page.getByText("Your new password is set. Sign in with it.")).toBeVisible();
  expect(await store.liveSessions(account.id)).toEqual([]);
  await outbox.next(account.email, "Your password was changed");

  await login.signIn(account);
  await expect(page.getByText("That email and password do not match.")).toBeVisible();
  await login.signIn({ ...account, password: next });
  await expect(page).toHaveURL("/devices");
  await accountPage(page).open();
  await expect(page.getByText("Verified", { exact: true })).toBeVisible();
});

test("a used link leads to a new one", async ({ page, account, outbox }) => {
  const reset = resetPages(page);
  await reset.open();
  await reset.ask(account.email);
  await expect(reset.sent).toBeVisible();
  const link = await outbox.link(account.email, subject);
  await page.goto(link);
  await reset.set(next);
  await expect(page).toHaveURL("/login?notice=password-set");

  await page.goto(link);
  await expect(reset.deadLink).toBeVisible();
  await reset.newLink.click();
  await expect(page).toHaveURL("/forgot-password");
  await reset.ask(account.email);
  await expect(reset.sent).toBeVisible();
  await page.goto(await outbox.link(account.email, subject));
  await expect(reset.password).toBeVisible();
});

test("a link whose time ran out while its page was open says so", async ({
  page,
  account,
  outbox,
  store,
}) => {
  const reset = resetPages(page);
  await reset.open();
  await reset.ask(account.email);
  await page.goto(await outbox.link(account.email, subject));
  store.ageLinks(account.id, minutes(10));
  await reset.set(next);
  await expect(reset.deadLink).toBeVisible();
  await expect(reset.newLink).toBeVisible();
});

test("an address without an account gets the same answer, and a mail that says so", async ({
  page,
  outbox,
}) => {
  const address = `${unique()}@example.com`;
  const reset = resetPages(page);
  await reset.open();
  await reset.ask(address);
  await expect(reset.sent).toBeVisible();
  const { text } = await outbox.next(address, "No account with this address");
  expect(text).not.toContain("token");
});

test("what is no address is told at its field", async ({ page }) => {
  const reset = resetPages(page);
  await reset.open();
  await reset.ask(tooLong);
  await expect(reset.email).toHaveAccessibleDescription("Enter an address like name@example.com.");
  await expect(reset.email).toHaveValue(tooLong.slice(0, 254));
});

test("who asks too often has to wait", async ({ page, problems, store }) => {
  problems.allow(status(429));
  const reset = resetPages(page);
  await reset.open();
  await reset.ask(`${unique()}@example.com`);
  await expect(reset.sent).toBeVisible();
  store.client
    .prepare("update throttles set failures = 100 where key like 'reset:address:%'")
    .run();
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await reset.ask(`${unique()}@example.com`);
  const response = await answered;
  expect(response.status()).toBe(429);
  expect(Number(await response.headerValue("retry-after"))).toBeGreaterThan(14 * 60);
  await expect(page.getByText("Too many links were asked for. Try again in")).toBeVisible();
});
