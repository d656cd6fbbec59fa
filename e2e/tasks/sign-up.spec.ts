import { expect, test } from "../fixtures.ts";
import { devicesPage } from "../pages/devices-page.ts";
import { personForm } from "../pages/person-form.ts";
import { unique } from "../store.ts";

const newcomer = () => ({
  name: "Dorothy Vaughan",
  email: `${unique()}@example.com`,
  password: "seven blue umbrellas",
});

test("a newcomer creates an account and is signed in", async ({ page }) => {
  const person = newcomer();
  await page.goto("/login");
  await page.getByRole("link", { name: "Create an account" }).click();
  await personForm(page).submit(person, "Create account");
  await expect(page).toHaveURL("/devices");
  await expect(devicesPage(page).items).toHaveCount(1);
  await expect(page.getByRole("banner")).toContainText(person.name);
});

test("an address that is taken is told, and what was typed is kept", async ({ page, account }) => {
  await page.goto("/signup");
  const form = personForm(page);
  await form.submit({ ...newcomer(), email: account.email.toUpperCase() }, "Create account");
  await expect(page.getByText("There is already an account with this address.")).toBeVisible();
  await expect(form.name).toHaveValue("Dorothy Vaughan");
  await expect(form.email).toHaveValue(account.email.toUpperCase());
  await expect(form.password).toHaveValue("");
});

test("a short password is refused with the reason at its field", async ({ page }) => {
  await page.goto("/signup");
  const form = personForm(page);
  await form.submit({ ...newcomer(), password: "fourteen chars" }, "Create account");
  await expect(form.password).toHaveAccessibleDescription(/Use at least 15 characters/);
  await expect(page).toHaveURL("/signup");
});

test("a password that is tried first, or is one's own name, is refused with the reason", async ({
  page,
}) => {
  await page.goto("/signup");
  const form = personForm(page);
  await form.submit({ ...newcomer(), password: "123456789123456789" }, "Create account");
  await expect(form.password).toHaveAccessibleDescription(/tried first/);
  await form.submit({ ...newcomer(), password: "Dorothy Vaughan!" }, "Create account");
  await expect(form.password).toHaveAccessibleDescription(/little more than your name/);
  await expect(page).toHaveURL("/signup");
});
