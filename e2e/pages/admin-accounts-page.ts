import type { Page } from "playwright/test";

export function adminAccountsPage(page: Page) {
  const list = page.getByRole("list", { name: "Accounts" });
  return {
    heading: page.getByRole("heading", { name: "Accounts", level: 1 }),
    items: list.getByRole("listitem"),
    open: (query = "") => page.goto(`/admin/accounts${query}`),
    async search(text: string) {
      await page.getByLabel("Search accounts").fill(text);
      await page.getByRole("button", { name: "Search", exact: true }).click();
    },
    choose: (name: string) => list.getByRole("link", { name, exact: true }).click(),
    olderLink: page.getByRole("link", { name: "Older" }),
    newerLink: page.getByRole("link", { name: "Newer" }),
  };
}
