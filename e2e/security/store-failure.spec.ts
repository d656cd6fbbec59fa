import { minutes } from "#lib/duration.ts";
import { expect, test } from "../fixtures.ts";
import { postForm, readForm, signedInCookie } from "../forms.ts";
import { ask } from "../http.ts";
import { loginPage } from "../pages/login-page.ts";
import { status } from "../problems.ts";

test.use({ settings: { MAX_SESSIONS: "100" } });

test.beforeEach(({ problems }) => problems.allow("SQLITE_BUSY"));

test.afterEach(({ store }) => {
  if (store.client.inTransaction) store.client.exec("rollback");
});

test("while nobody can write, signing in is put off and sessions are read", async ({
  server,
  store,
  account,
}) => {
  const cookie = await signedInCookie(server, account);
  const form = await readForm(`${server.url}/login`, "Sign in");
  const { email, password } = account;
  store.age(await store.sessionId(cookie), { unused: minutes(10) });

  store.client.exec("begin immediate");
  const answer = await postForm(form, { email, password });
  expect(answer).toMatchObject({ status: 503, setCookies: [] });
  expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
  expect(answer.body).toContain("Latchkey cannot reach its data right now");
  expect(answer.body).toContain(`value="${email}"`);
  expect(answer.body).not.toMatch(/SQLITE|locked/i);
  expect(await ask(`${server.url}/api/session`, { cookie })).toMatchObject({ status: 200 });
  // Seen a while ago, so the page wants to note that it is in use, and cannot.
  expect(await ask(`${server.url}/devices`, { cookie })).toMatchObject({ status: 200 });

  store.client.exec("rollback");
  expect(await postForm(form, { email, password })).toMatchObject({ status: 303 });
});

test("signing out that could not be written is not said to be done", async ({
  server,
  store,
  account,
}) => {
  const cookie = await signedInCookie(server, account);
  const form = await readForm(`${server.url}/devices`, ">Sign out<", cookie);
  store.client.exec("begin immediate");
  const answer = await postForm(form, {}, { cookie });
  expect(answer).toMatchObject({ status: 503, setCookies: [] });
  store.client.exec("rollback");
  expect(await postForm(form, {}, { cookie })).toMatchObject({ status: 303 });
  expect(await ask(`${server.url}/api/session`, { cookie })).toMatchObject({ status: 401 });
});

test("a lock that is let go in time costs nobody anything", async ({ server, store, account }) => {
  const cookie = await signedInCookie(server, account);
  const form = await readForm(`${server.url}/login`, "Sign in");
  store.client.exec("begin immediate");
  const { email, password } = account;
  const signingIn = postForm(form, { email, password });
  // One look at the session after the other: none waits for the sign-in that waits for the lock.
  for (let looks = 0; looks < 20; looks++)
    expect(await ask(`${server.url}/api/session`, { cookie })).toMatchObject({ status: 200 });
  store.client.exec("rollback");
  expect(await signingIn).toMatchObject({ status: 303 });
});

test("a browser is told so and succeeds afterwards", async ({ page, store, account, problems }) => {
  problems.allow(status(503));
  const login = loginPage(page);
  await login.open();
  store.client.exec("begin immediate");
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await login.signIn(account);
  expect((await answered).status()).toBe(503);
  await expect(page.getByRole("alert").getByText(/cannot reach its data/)).toBeVisible();
  await expect(login.email).toHaveValue(account.email);
  store.client.exec("rollback");
  await login.signIn(account);
  await expect(page).toHaveURL("/devices");
});
