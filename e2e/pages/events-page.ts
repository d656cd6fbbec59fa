import type { Page } from "playwright/test";

export interface EventQuery {
  event?: string;
  account?: string;
  from?: string;
  until?: string;
}

export function eventsPage(page: Page) {
  return {
    heading: page.getByRole("heading", { name: "Audit trail", level: 1 }),
    items: page.getByRole("list", { name: "Events" }).getByRole("listitem"),
    open: (query = "") => page.goto(`/admin/events${query}`),
    async filter({ event = "All", account = "", from = "", until = "" }: EventQuery) {
      await page.getByLabel("Event", { exact: true }).selectOption({ label: event });
      await page.getByLabel("Account", { exact: true }).fill(account);
      await page.getByLabel("From").fill(from);
      await page.getByLabel("Until").fill(until);
      await page.getByRole("button", { name: "Filter" }).click();
    },
    olderLink: page.getByRole("link", { name: "Older" }),
    newerLink: page.getByRole("link", { name: "Newer" }),
  };
}
