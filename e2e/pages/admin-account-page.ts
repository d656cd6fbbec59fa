import type { Page } from "playwright/test";
import { question } from "./question.ts";

export function adminAccountPage(page: Page) {
  const sessions = page.getByRole("list", { name: "Sessions" });
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  return {
    main: page.getByRole("main"),
    sessions: sessions.getByRole("listitem"),
    events: page.getByRole("list", { name: "Events" }).getByRole("listitem"),
    everywhereButton: button("Sign out everywhere"),
    banButton: button("Ban account"),
    liftButton: button("Lift ban"),
    promoteButton: button("Make administrator"),
    demoteButton: button("Make member"),
    open: (accountId: string) => page.goto(`/admin/accounts/${accountId}`),
    signOut: (device: string) =>
      sessions
        .getByRole("listitem", { name: device })
        .getByRole("button", { name: "Sign out", exact: true })
        .click(),
    async signOutEverywhere() {
      await button("Sign out everywhere").click();
      await question(page).confirm();
    },
    async ban({ reason, until = "" }: { reason: string; until?: string }) {
      await button("Ban account").click();
      await page.getByLabel("Reason").fill(reason);
      await page.getByLabel("Until").fill(until);
      await question(page).confirm();
    },
  };
}
