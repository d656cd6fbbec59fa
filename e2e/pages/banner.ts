import type { Page } from "playwright/test";

/** What stands above every signed-in page. */
export function banner(page: Page) {
  const header = page.getByRole("banner");
  return {
    header,
    signOut: () => header.getByRole("button", { name: "Sign out", exact: true }).click(),
    go: (to: "Devices" | "Account" | "Administration") =>
      header.getByRole("link", { name: to, exact: true }).click(),
  };
}
