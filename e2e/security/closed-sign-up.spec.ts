import { expect, test } from "../fixtures.ts";
import { postForm, readForm } from "../forms.ts";
import { ask } from "../http.ts";
import { loginPage } from "../pages/login-page.ts";
import { startServer } from "../server.ts";

test.use({ settings: { SIGNUP: "closed" } });

test("sign-up is neither offered nor there", async ({ page, server }) => {
  await loginPage(page).open();
  await expect(loginPage(page).heading).toBeVisible();
  await expect(page.getByRole("link", { name: "Create an account" })).toBeHidden();
  const { status, body } = await ask(`${server.url}/signup`);
  expect(status).toBe(404);
  expect(body).toContain("There is no such page");
});

test("a form from when it was open makes no account", async ({ server, store }) => {
  const open = await startServer();
  const form = await readForm(`${open.url}/signup`, "Create account");
  await open.stop();
  const person = { name: "Mallory", email: "mallory@example.com", password: "four wooden horses" };
  const answer = await postForm({ ...form, url: `${server.url}/signup` }, person);
  expect(answer).toMatchObject({ status: 404, setCookies: [] });
  expect(await store.services.accounts.findByEmail(person.email)).toBeNull();
});
