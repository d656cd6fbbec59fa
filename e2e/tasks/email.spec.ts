import { minutes } from "#lib/duration.ts";
import { heldCookie } from "../cookie.ts";
import { expect, test } from "../fixtures.ts";
import { accountPage } from "../pages/account-page.ts";
import { banner } from "../pages/banner.ts";
import { loginPage } from "../pages/login-page.ts";
import { personForm } from "../pages/person-form.ts";
import { status } from "../problems.ts";
import { unique } from "../store.ts";

const newAddress = () => `${unique()}@example.com`;

test("whoever signs up confirms their address by a link from mail", async ({ page, outbox }) => {
  const person = { name: "Dorothy", email: newAddress(), password: "seven blue umbrellas" };
  await page.goto("/signup");
  await personForm(page).submit(person, "Create account");
  await expect(page).toHaveURL("/devices");
  await banner(page).go("Account");
  await expect(page.getByText("Not verified", { exact: true })).toBeVisible();

  const link = await outbox.link(person.email, "Confirm your email address");
  await page.goto(link);
  await page.reload();
  await page.getByRole("button", { name: "Confirm email address", exact: true }).click();
  await expect(page.getByText("Your email address is confirmed.")).toBeVisible();
  await page.getByRole("link", { name: "Go to your account" }).click();
  await expect(page.getByText("Verified", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Send verification mail" })).toHaveCount(0);

  await page.goto(link);
  await expect(page.getByText("This link does not work any more")).toBeVisible();
});

test("the mail can be asked for again, and its link works where nobody is signed in", async ({
  signIn,
  newBrowser,
  account,
  outbox,
  store,
}) => {
  const page = await signIn();
  await accountPage(page).open();
  await page.getByRole("button", { name: "Send verification mail" }).click();
  await expect(
    page.getByText(`A mail with a link is on its way to ${account.email}`),
  ).toBeVisible();
  const other = await newBrowser({ javaScriptEnabled: false });
  await other.goto(await outbox.link(account.email, "Confirm your email address"));
  await other.getByRole("button", { name: "Confirm email address" }).click();
  await expect(other.getByText("Your email address is confirmed.")).toBeVisible();
  expect((await store.services.accounts.find(account.id))?.emailVerifiedAt).not.toBeNull();
});

test("a new address is the account's when its link is used, and every device stays", async ({
  signIn,
  elsewhere,
  account,
  outbox,
  store,
}) => {
  const page = await signIn();
  await elsewhere();
  const to = newAddress();
  const own = accountPage(page);
  await own.open();
  await own.changeEmail(to);
  await expect(page.getByText(`A mail is on its way to ${to}.`)).toBeVisible();
  await expect(page.getByText(account.email, { exact: true })).toBeVisible();

  await page.goto(await outbox.link(to, "Confirm your new email address"));
  await page.getByRole("button", { name: "Confirm email address" }).click();
  await expect(page.getByText("Your email address was changed.")).toBeVisible();
  await outbox.next(account.email, "Your email address was changed");
  await page.getByRole("link", { name: "Go to your account" }).click();
  await expect(page.getByText(to, { exact: true })).toBeVisible();
  await expect(page.getByText("Verified", { exact: true })).toBeVisible();
  expect(await store.liveSessions(account.id)).toHaveLength(2);

  await banner(page).signOut();
  await loginPage(page).signIn({ ...account, email: to });
  await expect(page).toHaveURL("/devices");
});

test("an address that somebody else has is answered the same, and changes nothing", async ({
  signIn,
  account,
  newAccount,
  outbox,
  store,
}) => {
  const other = await newAccount();
  const page = await signIn();
  await accountPage(page).open();
  await accountPage(page).changeEmail(other.email);
  await expect(page.getByText(`A mail is on its way to ${other.email}.`)).toBeVisible();
  await outbox.next(other.email, "This address already has an account");
  expect((await store.services.accounts.find(account.id))?.email).toBe(account.email);
});

test("after a while the password is asked for first, and what was typed comes back", async ({
  signIn,
  account,
  problems,
  store,
}) => {
  problems.allow(status(404));
  const page = await signIn();
  store.ageProof(await store.sessionId(await heldCookie(page)), minutes(11));
  const to = newAddress();
  const own = accountPage(page);
  await own.open();
  await own.changeEmail(to);
  const back = `/account?${new URLSearchParams({ email: to })}`;
  await expect(page).toHaveURL(`/reauthenticate?${new URLSearchParams({ next: back })}`);
  const waiting = store.client
    .prepare("select count(*) from mails where recipient in (?, ?)")
    .pluck()
    .get(to, account.email);
  expect(waiting).toBe(0);
  await page.goto(back);
  await expect(own.newEmail).toHaveValue(to);
});
