import { cookieOf, heldCookie } from "../cookie.ts";
import { expect, test } from "../fixtures.ts";
import { ask } from "../http.ts";
import { accountPage } from "../pages/account-page.ts";
import { banner } from "../pages/banner.ts";
import { loginPage } from "../pages/login-page.ts";

const changed = "green lamps in the attic";

test("a new name stands in the banner at once", async ({ signIn, account, store }) => {
  const page = await signIn();
  const own = accountPage(page);
  await banner(page).go("Account");
  await expect(own.heading).toBeVisible();
  await own.changeName("  Ada King  ");
  await expect(page.getByText("Your name was saved.")).toBeVisible();
  await expect(own.name).toHaveValue("Ada King");
  await expect(page.getByRole("banner")).toContainText("Ada King");
  expect(await store.services.accounts.find(account.id)).toMatchObject({ name: "Ada King" });
});

test("a name of nothing but blanks is refused", async ({ signIn, account, store }) => {
  const page = await signIn();
  const own = accountPage(page);
  await own.open();
  await own.changeName("   ");
  await expect(
    page.getByText("Enter a name: at most 100 characters, none of them hidden."),
  ).toBeVisible();
  expect(await store.services.accounts.find(account.id)).toMatchObject({ name: account.name });
});

test("a new password ends every other session and gives this one a new token", async ({
  signIn,
  secondDevice,
  account,
  store,
  server,
}) => {
  const page = await signIn();
  const other = await secondDevice();
  const before = await heldCookie(page);
  const id = await store.sessionId(before);
  const own = accountPage(page);
  await own.open();
  await own.changePassword(account.password, changed);
  await expect(
    page.getByText("Your password was changed. Every other device was signed out."),
  ).toBeVisible();

  expect(await cookieOf(page)).not.toBe(before);
  expect(await store.sessionId(await heldCookie(page))).toBe(id);
  expect(await ask(`${server.url}/api/session`, { cookie: before })).toMatchObject({ status: 401 });
  expect(await store.liveSessions(account.id)).toMatchObject([{ id }]);
  expect(store.history(account.id)).toMatchObject([
    { reason: "password_changed", actorId: account.id },
  ]);

  await page.reload();
  await expect(page).toHaveURL("/account");
  await other.goto("/account");
  await expect(
    other.getByText("because the password was changed by you, from another device,"),
  ).toBeVisible();
});

test("after a change only the new password signs in", async ({ signIn, account, page }) => {
  await signIn();
  await accountPage(page).open();
  await accountPage(page).changePassword(account.password, changed);
  await expect(page.getByText("Your password was changed.")).toBeVisible();
  await banner(page).signOut();
  await expect(page).toHaveURL("/login");

  await loginPage(page).signIn(account);
  await expect(page.getByText("That email and password do not match.")).toBeVisible();
  await loginPage(page).signIn({ ...account, password: changed });
  await expect(page).toHaveURL("/devices");
});

test("the current password is needed", async ({ signIn, elsewhere, account, store }) => {
  const page = await signIn();
  await elsewhere();
  const own = accountPage(page);
  await own.open();
  await own.changePassword("not the password", changed);
  await expect(own.current).toHaveAccessibleDescription("That is not your current password.");
  expect(await store.liveSessions(account.id)).toHaveLength(2);
});

test("a weak new password changes nothing", async ({ signIn, elsewhere, account, store }) => {
  const page = await signIn();
  await elsewhere();
  const own = accountPage(page);
  await own.open();
  await own.changePassword(account.password, "short");
  await expect(own.next).toHaveAccessibleDescription(/Use at least 15 characters/);
  expect(await store.liveSessions(account.id)).toHaveLength(2);
});
