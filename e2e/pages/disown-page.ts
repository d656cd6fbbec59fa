import type { Page } from "playwright/test";

/** Where the mail about a new device leads. */
export function disownPage(page: Page) {
  const heading = (name: string) => page.getByRole("heading", { name, level: 1 });
  return {
    question: heading("Was this you?"),
    done: heading("That device has no way in any more"),
    deadLink: heading("This link does not work any more"),
    submit: page.getByRole("button", { name: "This wasn't me", exact: true }),
    next: page.getByRole("link", { name: "Choose a new password", exact: true }),
    open: (token: string) => page.goto(`/disown-session?token=${token}`),
  };
}
