import type { Page } from "playwright/test";

export function reauthenticatePage(page: Page) {
  const password = page.getByLabel("Password", { exact: true });
  return {
    heading: page.getByRole("heading", { name: "Confirm it is you", level: 1 }),
    password,
    async confirm(typed: string) {
      await password.fill(typed);
      await page.getByRole("button", { name: "Confirm", exact: true }).click();
    },
  };
}
