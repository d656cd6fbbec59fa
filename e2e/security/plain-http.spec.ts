import { expect, test } from "../fixtures.ts";
import { postSignIn, readForm } from "../forms.ts";
import { ask } from "../http.ts";
import { loginPage } from "../pages/login-page.ts";
import { startServer } from "../server.ts";
import { openStore } from "../store.ts";

test.setTimeout(90_000);

const publicUrl = "http://desk.test";
const sentence = "The connection to this site is not encrypted";

test("ASVS 3.3.1: a public address without TLS is refused at start", async () => {
  await expect(startServer({ PUBLIC_URL: publicUrl })).rejects.toThrow(
    "PUBLIC_URL must be https: over plain http others on the network can read passwords.",
  );
});

test("ASVS 3.3.1: on this machine the connection is nobody's business, and nothing is said", async ({
  server,
}) => {
  expect((await ask(`${server.url}/login`)).body).not.toContain(sentence);
});

test("where it is meant, people are told, and can sign in and out", async ({
  playwright,
  launchOptions,
}) => {
  const server = await startServer({ PUBLIC_URL: publicUrl, ALLOW_HTTP: "yes" });
  const store = openStore(server);
  const account = await store.createAccount();
  const rule = `--host-resolver-rules=MAP desk.test:80 127.0.0.1:${new URL(server.url).port}`;
  const browser = await playwright.chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), rule],
  });
  const page = await browser.newPage({ baseURL: publicUrl });
  const problems: string[] = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  const login = loginPage(page);
  await login.open();
  await expect(page.getByText(sentence)).toBeVisible();
  await login.signIn(account);
  await expect(page).toHaveURL(`${publicUrl}/devices`);
  const set = { httpOnly: true, secure: false, sameSite: "Lax" };
  expect(await page.context().cookies()).toMatchObject([
    { name: "latchkey", ...set },
    { name: "latchkey-device", ...set },
  ]);
  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(`${publicUrl}/login`);
  expect(await page.context().cookies()).toMatchObject([{ name: "latchkey-device" }]);
  expect(problems).toEqual([]);
  await browser.close();
  await store.close();
  await server.stop();
});

test("ASVS 3.3.3: elsewhere the bare name of the cookie opens nothing", async ({
  server,
  account,
}) => {
  await readForm(`${server.url}/login`, "Sign in");
  const { newCookie } = await postSignIn(server, account);
  const headers = { cookie: `latchkey=${newCookie}` };
  expect((await ask(`${server.url}/devices`, { headers })).status).toBe(307);
  expect((await ask(`${server.url}/api/session`, { headers })).status).toBe(401);
});
