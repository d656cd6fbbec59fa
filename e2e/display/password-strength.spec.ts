import { expect, test } from "../fixtures.ts";

test("while one types a new password, its strength is told", async ({ page }) => {
  await page.goto("/signup");
  const password = page.getByLabel("Password", { exact: true });
  await password.fill("short");
  await expect(page.getByText("Too easy to guess")).toBeVisible();
  await password.fill("paper boat on a pond");
  await expect(page.getByText("Very hard to guess")).toBeVisible();
  await password.fill("");
  await expect(page.getByText("Very hard to guess")).toBeHidden();
});

test("the sign-in page loads nothing of it", async ({ page }) => {
  const sizes: number[] = [];
  page.on("response", async (response) => {
    if (response.url().endsWith(".js")) sizes.push((await response.body()).length);
  });
  await page.goto("/login", { waitUntil: "networkidle" });
  expect(Math.max(...sizes)).toBeLessThan(300_000);
});

test("ASVS 6.2.6, 6.2.7: passwords are hidden, and managers know which is which", async ({
  page,
  signIn,
}) => {
  await page.goto("/signup");
  const created = page.getByLabel("Password", { exact: true });
  await expect(created).toHaveAttribute("type", "password");
  await expect(created).toHaveAttribute("autocomplete", "new-password");
  await page.goto("/login");
  const typed = page.getByLabel("Password", { exact: true });
  await expect(typed).toHaveAttribute("type", "password");
  await expect(typed).toHaveAttribute("autocomplete", "current-password");
  await expect(page.getByLabel("Email", { exact: true })).toHaveAttribute(
    "autocomplete",
    "username",
  );
  await signIn();
  await page.goto("/account");
  await expect(page.getByLabel("Current password")).toHaveAttribute(
    "autocomplete",
    "current-password",
  );
  await expect(page.getByLabel("New password")).toHaveAttribute("autocomplete", "new-password");
});
