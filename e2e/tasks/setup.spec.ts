import { test as base, expect } from "../fixtures.ts";
import { personForm } from "../pages/person-form.ts";
import { status } from "../problems.ts";
import { startServer } from "../server.ts";

const first = {
  name: "Mary Jackson",
  email: "mary@example.com",
  password: "kites over the harbour",
};

const test = base.extend<{ firstRun: { url: string; link: string } }>({
  firstRun: async ({ server: _shared }, use) => {
    const server = await startServer();
    const printed = () => /http\S+\/setup\?token=\S+/.exec(server.log())?.[0] ?? "";
    await expect.poll(printed).not.toBe("");
    await use({ url: server.url, link: printed() });
    await server.stop();
  },
});

// The server is asked for before the browser, so that it outlives it.
test("the link from the log makes the first administrator, once", async ({
  firstRun: { url, link },
  newBrowser,
  problems,
}) => {
  const page = await newBrowser();
  await page.goto(link);
  await personForm(page).submit(first, "Create administrator");
  await expect(page).toHaveURL(`${url}/admin`);
  await expect(page.getByRole("heading", { name: "Administration", level: 1 })).toBeVisible();
  await expect(page.getByRole("banner")).toContainText(first.name);

  problems.allow(status(404));
  expect((await page.goto(link))?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
});

test("what was typed wrong is told and the rest is kept", async ({
  firstRun: { url, link },
  newBrowser,
}) => {
  const page = await newBrowser();
  await page.goto(link);
  const form = personForm(page);
  await form.submit({ ...first, password: "short" }, "Create administrator");
  await expect(page.getByText("Use at least 15 characters")).toBeVisible();
  await expect(form.name).toHaveValue(first.name);
  await expect(form.email).toHaveValue(first.email);
  await expect(form.password).toHaveValue("");

  await form.submit(first, "Create administrator");
  await expect(page).toHaveURL(`${url}/admin`);
});
