import { expect, test } from "../fixtures.ts";
import { postSignIn } from "../forms.ts";
import { loginPage } from "../pages/login-page.ts";
import { status } from "../problems.ts";
import type { Person } from "../store.ts";

// A server of its own: all tests come from one address, whose failures count together.
test.use({ settings: { SIGNUP: "open" } });

const tooMany = /^Too many attempts\. Try again in (15|14) minutes\.$/;

for (const javaScriptEnabled of [true, false])
  test(`the eleventh wrong password has to wait ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    server,
    store,
    account,
    newAccount,
    newBrowser,
    problems,
  }) => {
    problems.allow(status(429));
    await failTenTimes(server, account);
    const page = await newBrowser({ javaScriptEnabled });
    const login = loginPage(page);
    await login.open();
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await login.signIn({ ...account, password: "wrong again" });
    const response = await answered;
    expect(response.status()).toBe(429);
    expect(Number(await response.headerValue("retry-after"))).toBeGreaterThan(14 * 60);
    expect(Number(await response.headerValue("retry-after"))).toBeLessThanOrEqual(15 * 60);
    await expect(page.getByText(tooMany)).toBeVisible();
    await expect(login.email).toHaveValue(account.email);

    await login.signIn(account);
    await expect(page.getByText(tooMany)).toBeVisible();
    expect(await store.liveSessions(account.id)).toEqual([]);
    expect(await postSignIn(server, await newAccount())).toMatchObject({ status: 303 });

    store.forgive(account.email);
    await login.signIn(account);
    await expect(page).toHaveURL("/devices");
  });

test("the right password forgets the wrong ones", async ({ server, account }) => {
  for (let round = 1; round <= 2; round++) {
    for (let time = 1; time <= 9; time++) await fail(server, account);
    expect(await postSignIn(server, account)).toMatchObject({ status: 303 });
  }
});

test("capitals and blanks do not make it another account", async ({ server, account }) => {
  await failTenTimes(server, account);
  const disguised = { ...account, email: ` ${account.email.toUpperCase()}` };
  expect(await postSignIn(server, disguised)).toMatchObject({ status: 429 });
});

test("the trail notes the limit once", async ({ server, store, account }) => {
  await failTenTimes(server, account);
  for (let time = 1; time <= 3; time++) await postSignIn(server, account);
  const { items } = await store.services.audit.list({ accountId: account.id });
  const names = items.map(({ name }) => name);
  expect(names.filter((name) => name === "authn_login_fail")).toHaveLength(10);
  expect(names.filter((name) => name === "authn_login_fail_max")).toHaveLength(1);
});

async function failTenTimes(server: { url: string }, account: Person): Promise<void> {
  for (let time = 1; time <= 10; time++) await fail(server, account);
}

async function fail(server: { url: string }, account: Person): Promise<void> {
  const answer = await postSignIn(server, { ...account, password: "not the password" });
  expect(answer).toMatchObject({ status: 200, setCookies: [] });
  expect(answer.body).toContain("That email and password do not match.");
}
