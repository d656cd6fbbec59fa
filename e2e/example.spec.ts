import { buildExample } from "./build-example.ts";
import { expect, test } from "./fixtures.ts";
import { loginPage } from "./pages/login-page.ts";
import { startServer } from "./server.ts";
import { openStore } from "./store.ts";

test.setTimeout(180_000);

test("the guide's page, action and API route belong to whoever is signed in", async ({ page }) => {
  const server = await startServer({}, await buildExample("notes"));
  const store = openStore(server);
  const [ann, bob] = [await store.createAccount(), await store.createAccount()];
  const api = `${server.url}/api/notes`;
  const login = loginPage(page);

  expect((await page.request.get(api)).status()).toBe(401);
  await page.goto(`${server.url}/notes`);
  await login.signIn(ann);
  await expect(page).toHaveURL(`${server.url}/notes`);
  await page.getByLabel("Note").fill("water the fern");
  await page.getByRole("button", { name: "Add" }).click();
  await expect(page.getByText("water the fern")).toBeVisible();
  expect(await (await page.request.get(api)).json()).toEqual({ notes: ["water the fern"] });

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.goto(`${server.url}/notes`);
  await login.signIn(bob);
  await expect(page.getByRole("heading", { name: "Notes" })).toBeVisible();
  await expect(page.getByText("water the fern")).toHaveCount(0);

  await store.close();
  await server.stop();
});
