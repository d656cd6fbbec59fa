import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { commandLine } from "#lib/audit/event.ts";
import { expect, test } from "../fixtures.ts";
import { devicesPage } from "../pages/devices-page.ts";
import { loginPage } from "../pages/login-page.ts";
import { status } from "../problems.ts";
import { root } from "../server.ts";

const source = readFileSync(join(root, "node_modules/axe-core/axe.min.js"), "utf8");

interface Axe {
  run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

for (const path of [
  "/login",
  "/login?notice=password-set",
  "/signup",
  "/forgot-password",
  "/reset-password?token=x",
  "/verify-email?outcome=verified",
])
  test(`${path} has nothing that axe objects to`, async ({ page }) => {
    await page.goto(path);
    await expectAccessible(page);
  });

test("a refused sign-in has nothing that axe objects to", async ({ page, account }) => {
  await loginPage(page).open();
  await loginPage(page).signIn({ ...account, password: "not the password" });
  await expect(page.getByText("do not match")).toBeVisible();
  await expectAccessible(page);
});

test("the pages behind links from mail have nothing that axe objects to", async ({
  account,
  elsewhere,
  outbox,
  page,
  store,
}) => {
  const address = "192.0.2.1";
  const sessionId = await store.sessionId(await elsewhere());
  const by = { kind: "account", id: account.id, sessionId, address } as const;
  await store.services.accounts.requestReset({ email: account.email, address });
  await store.services.accounts.requestVerification(by);
  await page.goto(await outbox.link(account.email, "Set a new password"));
  await expectAccessible(page);
  await page.goto(await outbox.link(account.email, "Confirm your email address"));
  await expectAccessible(page);
});

test("a refused sign-up has nothing that axe objects to", async ({ page }) => {
  await page.goto("/signup");
  await page.getByLabel("Name").fill("Ada");
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
});

test("the sentence on an ended session has nothing that axe objects to", async ({
  secondDevice,
  store,
  account,
}) => {
  const page = await secondDevice();
  await store.services.sessions.forceEverywhere(account.id, commandLine);
  await page.goto("/devices");
  await expect(page.getByText("signed out by an administrator")).toBeVisible();
  await expectAccessible(page);
});

for (const path of [
  "/devices",
  "/devices?confirm=others",
  "/devices?confirm=everywhere",
  "/devices?ended=2",
  "/account",
])
  test(`${path} has nothing that axe objects to`, async ({ elsewhere, secondDevice }) => {
    const page = await secondDevice("Firefox on Linux");
    await elsewhere("Safari on macOS");
    await page.goto(path);
    await expectAccessible(page);
  });

for (const path of [
  "/admin",
  "/admin/accounts",
  "/admin/accounts?q=nobody-of-that-name",
  "/admin/events",
])
  test(`${path} has nothing that axe objects to`, async ({ adminPage }) => {
    await adminPage.goto(path);
    await expectAccessible(adminPage);
  });

for (const query of ["", "?confirm=everywhere", "?confirm=ban", "?refused=yourself"])
  test(`an account's page${query} has nothing that axe objects to`, async ({
    adminPage,
    elsewhere,
    account,
  }) => {
    await elsewhere();
    await adminPage.goto(`/admin/accounts/${account.id}${query}`);
    await expectAccessible(adminPage);
  });

test("a banned account's page has nothing that axe objects to", async ({
  adminPage,
  account,
  store,
}) => {
  await store.services.accounts.ban(account.id, { reason: "spam", until: null }, commandLine);
  await adminPage.goto(`/admin/accounts/${account.id}`);
  await expectAccessible(adminPage);
});

for (const path of ["/nowhere", "/setup"])
  test(`the 404 page of ${path} has nothing that axe objects to`, async ({ page, problems }) => {
    problems.allow(status(404));
    await page.goto(path);
    await expectAccessible(page);
  });

test("the error page has nothing that axe objects to", async ({
  signIn,
  elsewhere,
  problems,
  store,
}) => {
  problems.allow(status(503), "SQLITE_BUSY", "Minified React error #441");
  const page = await signIn();
  await elsewhere("Firefox on Linux");
  await devicesPage(page).open();
  store.client.exec("begin immediate");
  try {
    await devicesPage(page).signOut("Firefox on Linux");
    await expect(page.getByRole("heading", { name: "Something went wrong" })).toBeVisible({
      timeout: 15_000,
    });
  } finally {
    store.client.exec("rollback");
  }
  await expectAccessible(page);
});

test("a refusal of the front door has nothing that axe objects to", async ({
  page,
  server,
  problems,
}) => {
  problems.allow(status(400));
  await page.goto(`${server.url}//evil.example`);
  await expectAccessible(page);
});

/** Looks in both colour schemes, on a phone and on a screen. */
async function expectAccessible(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
  await page.evaluate(source);
  for (const width of [360, 1280])
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      // The scheme changes colours and nothing else.
      const only = colorScheme === "dark" ? ["color-contrast"] : undefined;
      expect.soft(await violations(page, only), `${colorScheme}, ${width} px`).toEqual([]);
    }
}

function violations(page: Page, only: string[] | undefined): Promise<string[]> {
  return page.evaluate(async (rules) => {
    const options = rules ? { runOnly: rules } : {};
    const { axe } = globalThis as unknown as { axe: Axe };
    const found = await axe.run({ resultTypes: ["violations"], ...options });
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }, only);
}
