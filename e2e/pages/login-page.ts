import type { Page } from "playwright/test";

export function loginPage(page: Page) {
  const email = page.getByLabel("Email", { exact: true });
  const password = page.getByLabel("Password", { exact: true });
  const remember = page.getByLabel("Keep me signed in");
  const submit = page.getByRole("button", { name: "Sign in", exact: true });
  return {
    email,
    password,
    remember,
    submit,
    heading: page.getByRole("heading", { name: "Sign in", level: 1 }),
    open: (query = "") => page.goto(`/login${query}`),
    async signIn(
      person: { email: string; password: string },
      options: { remember?: boolean } = {},
    ) {
      await email.fill(person.email);
      await password.fill(person.password);
      await remember.setChecked(options.remember ?? false);
      await submit.click();
    },
  };
}
