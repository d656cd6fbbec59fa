import { days } from "#lib/duration.ts";
import { heldCookie } from "../cookie.ts";
import { expect, test } from "../fixtures.ts";
import { adminAccountPage } from "../pages/admin-account-page.ts";
import { loginPage } from "../pages/login-page.ts";
import { question } from "../pages/question.ts";

const today = (shift = 0) => new Date(Date.now() + days(shift)).toISOString().slice(0, 10);

test("one session is ended, and its open page learns it with the next click", async ({
  adminPage,
  administrator,
  signIn,
  elsewhere,
  account,
  store,
}) => {
  const page = await signIn();
  await elsewhere("Safari on macOS");
  const id = await store.sessionId(await heldCookie(page));
  const shown = adminAccountPage(adminPage);
  await shown.open(account.id);
  await expect(shown.sessions).toHaveCount(2);
  await shown.signOut("Chrome on Windows");
  await expect(adminPage.getByText("One device was signed out.")).toBeVisible();
  await expect(shown.sessions).toHaveCount(1);
  expect(store.history(account.id)).toMatchObject([
    { id, reason: "forced", actorId: administrator.id },
  ]);

  await page.getByRole("link", { name: "Account" }).click();
  await expect(page).toHaveURL("/login?next=%2Faccount");
  await expect(page.getByText("This device was signed out by an administrator")).toBeVisible();
});

test("signing an account out everywhere asks first", async ({
  adminPage,
  elsewhere,
  account,
  store,
}) => {
  await elsewhere("Firefox on Linux");
  await elsewhere("Safari on macOS");
  const shown = adminAccountPage(adminPage);
  await shown.open(account.id);
  await shown.everywhereButton.click();
  await expect(question(adminPage).dialog).toHaveAccessibleName(
    `Sign ${account.name} out everywhere?`,
  );
  await question(adminPage).cancel();
  await expect(question(adminPage).dialog).toBeHidden();
  expect(await store.liveSessions(account.id)).toHaveLength(2);

  await shown.signOutEverywhere();
  await expect(adminPage.getByText("2 devices were signed out.")).toBeVisible();
  await expect(adminPage.getByText("Not signed in anywhere")).toBeVisible();
  await expect(shown.everywhereButton).toBeHidden();
  expect(store.history(account.id).map(({ reason }) => reason)).toEqual(["forced", "forced"]);
});

test("a ban asks for a reason, keeps it, and can be lifted", async ({
  adminPage,
  newBrowser,
  account,
}) => {
  const shown = adminAccountPage(adminPage);
  await shown.open(account.id);
  await shown.ban({ reason: "shared the password" });
  await expect(
    shown.main.getByText(/^Banned .+, without an end: shared the password$/),
  ).toBeVisible();
  await expect(shown.banButton).toBeHidden();
  const page = await newBrowser();
  const login = loginPage(page);
  await login.open();
  await login.signIn(account);
  await expect(page.getByText("This account is banned. Ask an administrator.")).toBeVisible();

  await shown.liftButton.click();
  await expect(shown.banButton).toBeVisible();
  await expect(shown.main.getByText("without an end")).toBeHidden();
  await login.signIn(account);
  await expect(page).toHaveURL("/devices");
});

test("a ban can have an end", async ({ adminPage, newBrowser, account, store }) => {
  const shown = adminAccountPage(adminPage);
  await shown.open(account.id);
  await shown.ban({ reason: "holiday", until: today(3) });
  await expect(shown.main.getByText(/^Banned .+, ends in 3 days: holiday$/)).toBeVisible();
  expect(await store.services.accounts.find(account.id)).toMatchObject({
    bannedUntil: new Date(`${today(4)}T00:00:00Z`),
  });
  const page = await newBrowser();
  await loginPage(page).open();
  await loginPage(page).signIn(account);
  await expect(
    page.getByText(/This account is banned until .+ UTC\. Ask an administrator\./),
  ).toBeVisible();
});

test("a ban that ended in the past is refused, and what was typed is kept", async ({
  adminPage,
  account,
  store,
}) => {
  const shown = adminAccountPage(adminPage);
  await shown.open(account.id);
  await shown.ban({ reason: "holiday", until: today(-2) });
  await expect(
    adminPage.getByText("Choose today or a later day, or leave it empty."),
  ).toBeVisible();
  await expect(adminPage.getByLabel("Reason")).toHaveValue("holiday");
  await expect(adminPage.getByLabel("Until")).toHaveValue(today(-2));
  await question(adminPage).cancel();
  await expect(question(adminPage).dialog).toBeHidden();
  expect(await store.services.accounts.find(account.id)).toMatchObject({ bannedAt: null });
});

test("a member becomes an administrator and a member again, signed out each time", async ({
  adminPage,
  secondDevice,
  account,
  store,
}) => {
  const page = await secondDevice();
  const shown = adminAccountPage(adminPage);
  await shown.open(account.id);
  await shown.promoteButton.click();
  await expect(shown.demoteButton).toBeVisible();
  expect(await store.services.accounts.find(account.id)).toMatchObject({ role: "admin" });
  await page.goto("/devices");
  await expect(page).toHaveURL("/login?next=%2Fdevices");
  await loginPage(page).signIn(account);
  await expect(page.getByRole("link", { name: "Administration" })).toBeVisible();

  await shown.demoteButton.click();
  await expect(shown.promoteButton).toBeVisible();
  await page.goto("/admin");
  await expect(page).toHaveURL("/login?next=%2Fadmin");
  expect(store.history(account.id).map(({ reason }) => reason)).toEqual([
    "role_changed",
    "role_changed",
  ]);
});

test("administrators are offered no way to ban or demote themselves", async ({
  adminPage,
  administrator,
}) => {
  const shown = adminAccountPage(adminPage);
  await shown.open(administrator.id);
  await expect(shown.everywhereButton).toBeVisible();
  await expect(shown.banButton).toBeHidden();
  await expect(shown.demoteButton).toBeHidden();
  await adminPage.goto(`/admin/accounts/${administrator.id}?confirm=ban`);
  await expect(shown.main).toBeVisible();
});

test("administrators who sign themselves out everywhere are out", async ({
  adminPage,
  administrator,
  store,
}) => {
  const shown = adminAccountPage(adminPage);
  await shown.open(administrator.id);
  await shown.signOutEverywhere();
  await expect(adminPage).toHaveURL("/login");
  expect(await store.liveSessions(administrator.id)).toEqual([]);
});
