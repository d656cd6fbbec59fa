import type { Page } from "playwright/test";

/** Name, Email and Password, where an account is made. */
export function personForm(page: Page) {
  const name = page.getByLabel("Name", { exact: true });
  const email = page.getByLabel("Email", { exact: true });
  const password = page.getByLabel("Password", { exact: true });
  return {
    name,
    email,
    password,
    async submit(person: { name: string; email: string; password: string }, button: string) {
      await name.fill(person.name);
      await email.fill(person.email);
      await password.fill(person.password);
      await page.getByRole("button", { name: button, exact: true }).click();
    },
  };
}
