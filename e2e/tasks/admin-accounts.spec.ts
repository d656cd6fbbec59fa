import type { Page } from "playwright/test";
import { expect, test } from "../fixtures.ts";
import { adminAccountsPage } from "../pages/admin-accounts-page.ts";
import { banner } from "../pages/banner.ts";
import { unique } from "../store.ts";

test("the overview counts accounts, sessions, administrators and bans", async ({
  adminPage,
  newAccount,
  store,
}) => {
  const banned = await newAccount();
  const accountantId = (await newAccount({ role: "admin" })).id;
  const by = { kind: "account", id: accountantId, sessionId: null, address: "192.0.2.1" } as const;
  await store.services.accounts.ban(banned.id, { reason: "spam", until: null }, by);
  await adminPage.goto("/devices");
  await banner(adminPage).go("Administration");
  await expect(adminPage.getByRole("heading", { name: "Administration", level: 1 })).toBeVisible();

  const counts = await store.services.accounts.counts();
  await expect(figure(adminPage, "Accounts")).toHaveText(String(counts.accounts));
  await expect(figure(adminPage, "Administrators")).toHaveText(String(counts.administrators));
  await expect(figure(adminPage, "Banned")).toHaveText(String(counts.banned));
  await expect(figure(adminPage, "Live sessions")).toHaveText(
    String(await store.services.sessions.countLive()),
  );
  await expect(adminPage.getByRole("list", { name: "Events" })).toContainText(
    "Account banned · spam",
  );
});

test("accounts are found by any part of their name and address", async ({
  adminPage,
  newAccount,
}) => {
  const word = unique();
  const found = await newAccount({
    name: `Zoë ${word} O'Neil`,
    email: `z.${word}@mail.example.com`,
  });
  await newAccount({ name: `Zoë ${word}` });
  const accounts = adminAccountsPage(adminPage);
  await accounts.open();
  for (const text of [`neil ${word}`, `${word}@MAIL`, `zo ${word} z.`]) {
    await accounts.search(text);
    await expect(adminPage).toHaveURL(`/admin/accounts?${new URLSearchParams({ q: text })}`);
    await expect(accounts.items).toHaveCount(1);
    await expect(accounts.items).toContainText(found.email);
  }
  await accounts.search(`${word} "nobody*`);
  await expect(adminPage.getByText("No account found")).toBeVisible();
});

test("an account is opened from the list", async ({ adminPage, newAccount }) => {
  const person = await newAccount({ name: `Annie ${unique()}` });
  const accounts = adminAccountsPage(adminPage);
  await accounts.open();
  await accounts.search(person.name);
  await accounts.choose(person.name);
  await expect(adminPage).toHaveURL(`/admin/accounts/${person.id}`);
  await expect(adminPage.getByRole("heading", { name: person.name, level: 1 })).toBeVisible();
  await expect(adminPage.getByRole("main")).toContainText(person.email);
  await expect(adminPage.getByText("Not signed in anywhere")).toBeVisible();
});

test("many accounts are paged through both ways, newest first", async ({
  adminPage,
  newAccount,
}) => {
  const word = unique();
  for (let number = 1; number <= 120; number++)
    await newAccount({ name: `${word} ${String(number).padStart(3, "0")}` });
  const accounts = adminAccountsPage(adminPage);
  await accounts.open();
  await accounts.search(word);
  await expect(adminPage).toHaveURL(`/admin/accounts?q=${word}`);
  const expectPage = async (first: number, last: number, count: number) => {
    await expect(accounts.items.first()).toContainText(`${word} ${String(first).padStart(3, "0")}`);
    await expect(accounts.items.last()).toContainText(`${word} ${String(last).padStart(3, "0")}`);
    await expect(accounts.items).toHaveCount(count);
  };

  await expectPage(120, 71, 50);
  await expect(accounts.newerLink).toBeHidden();
  await accounts.olderLink.click();
  await expectPage(70, 21, 50);
  await accounts.olderLink.click();
  await expectPage(20, 1, 20);
  await expect(accounts.olderLink).toBeHidden();
  await accounts.newerLink.click();
  await expectPage(70, 21, 50);
  await accounts.newerLink.click();
  await expectPage(120, 71, 50);
  await expect(accounts.newerLink).toBeHidden();
});

function figure(page: Page, label: string) {
  const named = page.getByText(label, { exact: true });
  return page.getByRole("main").locator("dl > div").filter({ has: named }).getByRole("definition");
}
