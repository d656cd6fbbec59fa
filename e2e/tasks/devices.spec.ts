import { cookieOf, heldCookie } from "../cookie.ts";
import { expect, test } from "../fixtures.ts";
import { devicesPage } from "../pages/devices-page.ts";
import { question } from "../pages/question.ts";

test("every device is listed, this one first", async ({ signIn, elsewhere }) => {
  const page = await signIn();
  await elsewhere("Firefox on Linux");
  await elsewhere("Safari on macOS");
  const devices = devicesPage(page);
  await devices.open();
  await expect(devices.items).toHaveCount(3);
  await expect(devices.items.first()).toHaveAccessibleName("Chrome on Windows");
  await expect(devices.items.first()).toContainText("This device");
  await expect(page.getByText("This device", { exact: true })).toHaveCount(1);
  await expect(devices.item("Firefox on Linux")).toBeVisible();
  await expect(devices.item("Safari on macOS")).toBeVisible();
});

test("another device is signed out without a question", async ({
  signIn,
  secondDevice,
  store,
  account,
}) => {
  const page = await signIn();
  const other = await secondDevice("Firefox on Linux");
  const id = await store.sessionId(await heldCookie(other));
  const devices = devicesPage(page);
  await devices.open();
  await devices.signOut("Firefox on Linux");
  await expect(page.getByText("One device was signed out.")).toBeVisible();
  await expect(devices.items).toHaveCount(1);
  expect(store.history(account.id)).toMatchObject([{ id, reason: "revoked", actorId: account.id }]);

  await other.goto("/account");
  await expect(other).toHaveURL("/login?next=%2Faccount");
  await expect(
    other.getByText("This device was signed out by you, from another device,"),
  ).toBeVisible();
});

test("this device can be signed out like the others", async ({
  signIn,
  elsewhere,
  store,
  account,
}) => {
  const page = await signIn();
  await elsewhere();
  await devicesPage(page).signOut("Chrome on Windows");
  await expect(page).toHaveURL("/login");
  expect(await cookieOf(page)).toBeNull();
  expect(store.history(account.id)).toMatchObject([{ reason: "signed_out" }]);
  expect(await store.liveSessions(account.id)).toHaveLength(1);
});

test("a device that is signed out meanwhile is told so", async ({
  signIn,
  secondDevice,
  store,
  account,
}) => {
  const page = await signIn();
  const other = await secondDevice("Firefox on Linux");
  await devicesPage(page).open();
  await devicesPage(other).open();
  await devicesPage(other).signOut("Firefox on Linux");
  await expect(other).toHaveURL("/login");
  await devicesPage(page).signOut("Firefox on Linux");
  await expect(page.getByText("There was nothing left to sign out.")).toBeVisible();
  expect(store.history(account.id)).toHaveLength(1);
});

test.describe("signing out the others", () => {
  test("asks, and Cancel changes nothing", async ({ signIn, elsewhere, store, account }) => {
    const page = await signIn();
    await elsewhere();
    const devices = devicesPage(page);
    await devices.open();
    await devices.askToSignOutOthers();
    await expect(question(page).dialog).toHaveAccessibleName("Sign out other devices?");
    await expect(question(page).dialog).toContainText("One other device");
    await question(page).cancel();
    await expect(question(page).dialog).toBeHidden();
    await expect(page).toHaveURL("/devices");
    await expect(devices.items).toHaveCount(2);
    expect(await store.liveSessions(account.id)).toHaveLength(2);
  });

  test("leaves this device alone after Confirm", async ({
    signIn,
    secondDevice,
    store,
    account,
  }) => {
    const page = await signIn();
    const own = await store.sessionId(await heldCookie(page));
    const others = [await secondDevice("Firefox on Linux"), await secondDevice("Safari on macOS")];
    const devices = devicesPage(page);
    await devices.open();
    await devices.askToSignOutOthers();
    await question(page).confirm();
    await expect(page.getByText("2 devices were signed out.")).toBeVisible();
    await expect(devices.items).toHaveCount(1);
    await expect(devices.othersButton).toBeHidden();
    expect(await store.liveSessions(account.id)).toMatchObject([{ id: own }]);
    expect(store.history(account.id).map(({ reason }) => reason)).toEqual(["revoked", "revoked"]);
    for (const other of others) {
      await other.goto("/devices");
      await expect(other).toHaveURL("/login?next=%2Fdevices");
    }
  });

  test("is not offered where there are none", async ({ signIn }) => {
    const page = await signIn();
    await expect(devicesPage(page).othersButton).toBeHidden();
    await page.goto("/devices?confirm=others");
    await expect(question(page).dialog).toBeHidden();
  });
});

test.describe("signing out everywhere", () => {
  test("asks, and Cancel changes nothing", async ({ signIn, store, account }) => {
    const page = await signIn();
    await devicesPage(page).askToSignOutEverywhere();
    await expect(question(page).dialog).toHaveAccessibleName("Sign out everywhere?");
    await question(page).cancel();
    await expect(question(page).dialog).toBeHidden();
    expect(await store.liveSessions(account.id)).toHaveLength(1);
  });

  test("ends every session, this one too", async ({ signIn, secondDevice, store, account }) => {
    const page = await signIn();
    const other = await secondDevice();
    await devicesPage(page).askToSignOutEverywhere();
    await question(page).confirm();
    await expect(page).toHaveURL("/login");
    expect(await cookieOf(page)).toBeNull();
    expect(await store.liveSessions(account.id)).toEqual([]);
    const reasons = store.history(account.id).map(({ reason }) => reason);
    expect(reasons).toEqual(["revoked_everywhere", "revoked_everywhere"]);
    await other.goto("/devices");
    await expect(
      other.getByText("All your devices were signed out by you, from another device,"),
    ).toBeVisible();
  });
});
