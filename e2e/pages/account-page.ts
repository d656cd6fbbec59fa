import type { Page } from "playwright/test";

export function accountPage(page: Page) {
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  const current = page.getByLabel("Current password", { exact: true });
  const next = page.getByLabel("New password", { exact: true });
  const newEmail = page.getByLabel("New email", { exact: true });
  return {
    heading: page.getByRole("heading", { name: "Account", level: 1 }),
    name,
    current,
    next,
    newEmail,
    deleteButton: page.getByRole("button", { name: "Delete account", exact: true }),
    async exportData() {
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: "Export data", exact: true }).click();
      return download;
    },
    open: () => page.goto("/account"),
    async changeName(to: string) {
      await name.fill(to);
      await page.getByRole("button", { name: "Save name" }).click();
    },
    async changeEmail(to: string) {
      await newEmail.fill(to);
      await page.getByRole("button", { name: "Change email" }).click();
    },
    async changePassword(from: string, to: string) {
      await current.fill(from);
      await next.fill(to);
      await page.getByRole("button", { name: "Change password" }).click();
    },
  };
}
