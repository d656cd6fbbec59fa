import { expect, test } from "../fixtures.ts";
import { adminAccountsPage } from "../pages/admin-accounts-page.ts";

test("what is typed while results arrive stays, and Show all empties the field", async ({
  adminPage,
  administrator,
}) => {
  const accounts = adminAccountsPage(adminPage);
  const field = adminPage.getByLabel("Search accounts");
  await accounts.open();
  await field.fill(administrator.email);
  await field.press("Enter");
  await field.pressSequentially(" and");
  await expect(adminPage).toHaveURL(/q=/);
  await expect(accounts.items).toHaveCount(1);
  await expect(field).toHaveValue(`${administrator.email} and`);
  await adminPage.getByRole("link", { name: "Show all" }).click();
  await expect(adminPage).toHaveURL("/admin/accounts");
  await expect(field).toHaveValue("");
});

test("Show all takes every choice of the trail's filter back", async ({ adminPage }) => {
  await adminPage.goto("/admin/events?name=authn_login_success&from=2026-01-02");
  await expect(adminPage.getByLabel("Event", { exact: true })).toHaveValue("authn_login_success");
  await adminPage.getByRole("link", { name: "Show all" }).click();
  await expect(adminPage).toHaveURL("/admin/events");
  await expect(adminPage.getByLabel("Event", { exact: true })).toHaveValue("");
  await expect(adminPage.getByLabel("From")).toHaveValue("");
});

test("what was chosen before the script arrived stays", async ({ adminPage }) => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await adminPage.route("**/*.js", async (route) => {
    await held;
    await route.continue();
  });
  await adminPage.goto("/admin/events", { waitUntil: "commit" });
  const event = adminPage.getByLabel("Event", { exact: true });
  await event.selectOption("authn_login_success");
  await event.blur();
  letGo();
  await adminPage.waitForLoadState("networkidle");
  await expect(event).toHaveValue("authn_login_success");
});
