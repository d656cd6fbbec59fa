import type { Page } from "playwright/test";

/** The way from a forgotten password to a new one. */
export function resetPages(page: Page) {
  const email = page.getByLabel("Email", { exact: true });
  const password = page.getByLabel("New password", { exact: true });
  return {
    email,
    password,
    deadLink: page.getByText("This link does not work any more."),
    newLink: page.getByRole("link", { name: "Send a new link" }),
    sent: page.getByText("If there is an account with this address, a mail with a link is on"),
    open: () => page.goto("/forgot-password"),
    async ask(address: string) {
      await email.fill(address);
      await page.getByRole("button", { name: "Send link", exact: true }).click();
    },
    async set(to: string) {
      await password.fill(to);
      await page.getByRole("button", { name: "Set password", exact: true }).click();
    },
  };
}
