import type { Page } from "playwright/test";

/** The question that is asked before something large is done. */
export function question(page: Page) {
  const dialog = page.getByRole("dialog");
  return {
    dialog,
    confirmButton: dialog.getByRole("button", { name: "Confirm", exact: true }),
    confirm: () => dialog.getByRole("button", { name: "Confirm", exact: true }).click(),
    cancel: () => dialog.getByRole("link", { name: "Cancel", exact: true }).click(),
  };
}
