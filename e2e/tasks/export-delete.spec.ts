import { readFileSync } from "node:fs";
import { heldCookie } from "../cookie.ts";
import { expect, test } from "../fixtures.ts";
import { postBare, postForm, readForm } from "../forms.ts";
import { ask } from "../http.ts";
import { accountPage } from "../pages/account-page.ts";
import { adminAccountPage } from "../pages/admin-account-page.ts";
import { loginPage } from "../pages/login-page.ts";
import { question } from "../pages/question.ts";

test("the export is a file with everything about its person, and the trail notes it", async ({
  signIn,
  account,
  store,
}) => {
  const page = await signIn();
  await accountPage(page).open();
  const download = await accountPage(page).exportData();
  expect(download.suggestedFilename()).toMatch(/^latchkey-\d{4}-\d\d-\d\d\.json$/);
  const text = readFileSync(await download.path(), "utf8");
  expect(JSON.parse(text)).toMatchObject({
    account: { id: account.id, email: account.email, name: account.name },
    sessions: [{ remembered: false }],
    events: [{ name: "user_exported", by: "you" }, { name: "authn_login_success" }, {}],
  });
  expect(text).not.toContain("$2b$");
  const { items } = await store.services.audit.list({
    accountId: account.id,
    name: "user_exported",
  });
  expect(items).toHaveLength(1);
});

test("the export is for its person alone, and no other site can ask for it", async ({
  signIn,
  server,
}) => {
  const cookie = await heldCookie(await signIn());
  const url = `${server.url}/account/export`;
  const form = { url, fields: {} };
  const own = await postBare(form, {}, { cookie, headers: { "sec-fetch-site": "same-origin" } });
  expect(own).toMatchObject({ status: 200 });
  expect(own.headers["cache-control"]).toContain("no-store");
  expect(own.headers["content-disposition"]).toMatch(/^attachment; filename="latchkey-/);

  const cross = { cookie, headers: { "sec-fetch-site": "cross-site" } };
  expect(await postBare(form, {}, cross)).toMatchObject({ status: 403 });
  const nobody = await postBare(form, {});
  expect(nobody).toMatchObject({ status: 303 });
  expect(nobody.headers.location).toMatch(/\/login\?next=%2Faccount$/);
  const looked = await ask(url, { cookie });
  expect(looked.headers.location).toMatch(/\/account$/);
  expect(looked.headers["content-disposition"]).toBeUndefined();
});

test("neither is given on a proof of identity that is long past", async ({
  signIn,
  server,
  store,
  account,
}) => {
  const page = await signIn();
  const cookie = await heldCookie(page);
  store.client
    .prepare("update sessions set authenticated_at = 0 where account_id = ?")
    .run(account.id);
  const asked = await postBare({ url: `${server.url}/account/export`, fields: {} }, {}, { cookie });
  expect(asked).toMatchObject({ status: 303 });
  expect(asked.headers.location).toMatch(/\/reauthenticate\?next=%2Faccount$/);

  const form = await readForm(`${server.url}/account?confirm=delete`, "Confirm", cookie);
  const deleted = await postForm(form, {}, { cookie });
  expect(deleted.headers.location).toMatch(/\/reauthenticate\?next=%2Faccount%3Fconfirm%3Ddelete$/);
  expect(await store.services.accounts.find(account.id)).toMatchObject({ deletionDueAt: null });
});

test("an account that is to be deleted is signed out everywhere, and signing in keeps it", async ({
  signIn,
  secondDevice,
  account,
  store,
  page,
}) => {
  await signIn();
  const other = await secondDevice();
  await accountPage(page).open();
  await accountPage(page).deleteButton.click();
  await expect(question(page).dialog).toContainText("After 14 days");
  await question(page).confirm();

  await expect(page).toHaveURL("/login?deletion=requested");
  await expect(page.getByText("The account will be deleted in 14 days")).toBeVisible();
  await other.goto("/devices");
  await expect(other.getByText("This account was marked for deletion by you,")).toBeVisible();
  expect(await store.liveSessions(account.id)).toEqual([]);

  await loginPage(page).signIn(account);
  await expect(page).toHaveURL("/devices?kept=1");
  await expect(page.getByText("Your account is kept: its deletion was cancelled.")).toBeVisible();
  expect(await store.services.accounts.find(account.id)).toMatchObject({ deletionDueAt: null });
});

test("whoever thinks better of it changes nothing", async ({ signIn, account, store }) => {
  const page = await signIn();
  await accountPage(page).open();
  await accountPage(page).deleteButton.click();
  await question(page).cancel();
  await expect(page).toHaveURL("/account");
  expect(await store.services.accounts.find(account.id)).toMatchObject({ deletionDueAt: null });
});

test("administrators see when an account is due", async ({ signIn, account, adminPage }) => {
  const page = await signIn();
  await page.goto("/account?confirm=delete");
  await question(page).confirm();
  await expect(page).toHaveURL("/login?deletion=requested");
  const own = adminAccountPage(adminPage);
  await own.open(account.id);
  await expect(own.main).toContainText("Deletion due in 13 days");
  await expect(own.events.first()).toContainText("Session ended");
  await expect(own.main).toContainText("Deletion requested");
});
