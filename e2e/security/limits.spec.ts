import { bcryptPasswords } from "#lib/account/passwords.ts";
import { commandLine } from "#lib/audit/event.ts";
import { failureThrottle } from "#lib/throttle/failure-throttle.ts";
import { signUpFromNetwork } from "#lib/throttle/limits.ts";
import { cookieName, deviceCookieName } from "../cookie.ts";
import { expect, test } from "../fixtures.ts";
import { type HeldForm, postForm, postSignIn, readForm, signedInCookie } from "../forms.ts";
import { type Answer, ask, withoutNonce } from "../http.ts";
import { loginPage } from "../pages/login-page.ts";
import { personForm } from "../pages/person-form.ts";
import { status } from "../problems.ts";
import { type Person, type Store, unique } from "../store.ts";

// Everybody comes through a proxy, so that each test can have networks of its own.
test.use({ settings: { TRUSTED_PROXIES: "127.0.0.0/8,::1" } });

let last = 0;
/** An address in a network that no other test has. */
const address = () => `2001:db8:${process.pid.toString(16)}:${(++last).toString(16)}::1`;
const from = (where: string) => ({ "x-forwarded-for": where });

const fail = (form: HeldForm, email: string, where: string): Promise<Answer> =>
  postForm(form, { email, password: "not the password" }, { headers: from(where) });

async function failOften(form: HeldForm, email: string, times: number): Promise<Answer[]> {
  const stranger = address();
  const answers: Answer[] = [];
  while (answers.length < times) answers.push(await fail(form, email, stranger));
  return answers;
}

test("a stranger's hundred failures keep the owner out of unknown browsers, not of a known one", async ({
  server,
  account,
}) => {
  const home = address();
  const { newDevice } = await postSignIn(server, account, { headers: from(home) });
  const form = await readForm(`${server.url}/login`, "Sign in");
  const answers = await failOften(form, account.email, 100);
  expect(answers.slice(0, 10).map((answer) => answer.status)).toEqual(Array(10).fill(200));
  expect(answers.slice(10).map((answer) => answer.status)).toEqual(Array(90).fill(429));

  const unknown = await postSignIn(server, account, { headers: from(home) });
  expect(unknown).toMatchObject({ status: 429, setCookies: [] });
  expect(Number(unknown.headers["retry-after"])).toBeGreaterThan(0);
  expect(unknown.body).toContain(`value="${account.email}"`);
  const cookie = `${deviceCookieName}=${newDevice}`;
  const headers = { ...from(home), cookie };
  expect(await postSignIn(server, account, { headers })).toMatchObject({ status: 303 });
});

test("a browser stays known after signing out in it", async ({ server, account, page, signIn }) => {
  await signIn();
  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/login");
  await failOften(await readForm(`${server.url}/login`, "Sign in"), account.email, 11);
  await loginPage(page).signIn(account);
  await expect(page).toHaveURL("/devices");
});

test("nobody learns from the limits whether there is such an account", async ({
  server,
  account,
}) => {
  const form = await readForm(`${server.url}/login`, "Sign in");
  const nobody = `${unique()}@example.com`;
  const told = async (email: string) =>
    (await failOften(form, email, 12)).map((answer) => ({
      status: answer.status,
      setCookies: answer.setCookies,
      waits: answer.headers["retry-after"] !== undefined,
      headers: Object.keys(answer.headers).sort(),
      body: withoutNonce(answer)
        .replaceAll(email, "")
        .replaceAll(/\d+ minutes/g, ""),
    }));
  const [known, unknown] = [await told(account.email), await told(nobody)];
  expect(known.map((answer) => answer.status)).toEqual([...Array(10).fill(200), 429, 429]);
  expect(unknown).toEqual(known);
});

async function fill(store: Store, where: string): Promise<void> {
  const throttle = failureThrottle(store.database);
  const limit = signUpFromNetwork(where);
  for (let made = 0; made < limit.failures; made++) await throttle.attempt([limit], new Date());
}

for (const javaScriptEnabled of [true, false])
  test(`one account too many in an hour from one network has to wait ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    store,
    newBrowser,
    problems,
  }) => {
    problems.allow(status(429));
    const home = address();
    await fill(store, home);
    const page = await newBrowser({ javaScriptEnabled, extraHTTPHeaders: from(home) });
    await page.goto("/signup");
    const form = personForm(page);
    const email = `${unique()}@example.com`;
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    const newcomer = { name: "Dorothy Vaughan", email, password: "seven blue umbrellas" };
    await form.submit(newcomer, "Create account");
    const response = await answered;
    expect(response.status()).toBe(429);
    expect(Number(await response.headerValue("retry-after"))).toBeGreaterThan(59 * 60);
    await expect(page.getByText(/^Many accounts were created from your network/)).toBeVisible();
    await expect(form.name).toHaveValue("Dorothy Vaughan");
    await expect(form.email).toHaveValue(email);
    await expect(form.password).toHaveValue("");
    expect(await store.services.accounts.findByEmail(email)).toBeNull();
  });

test("signing up is limited for each network by itself", async ({ server, store }) => {
  const home = address();
  await fill(store, home);
  const form = await readForm(`${server.url}/signup`, "Create account");
  const post = (where: string) => {
    const email = `${unique()}@example.com`;
    const newcomer = { name: "Dorothy Vaughan", email, password: "seven blue umbrellas" };
    return postForm(form, newcomer, { headers: from(where) });
  };
  expect(await post(home)).toMatchObject({ status: 429, setCookies: [] });
  expect(await post(home.replace("::1", "::2"))).toMatchObject({ status: 429 });
  expect(await post(address())).toMatchObject({ status: 303 });
});

/** Accounts whose passwords take a while to check, though not as long as those that the server makes. */
async function costlyAccounts(store: Store, many: number): Promise<string[]> {
  const passwords = bcryptPasswords(11);
  const passwordHash = (await passwords.hash("paper boat on a pond")) ?? "";
  await passwords.close();
  const emails = Array.from({ length: many }, () => `${unique()}@example.com`);
  for (const email of emails) {
    const account = { name: "Ada", email, passwordHash, role: "member" } as const;
    await store.services.accounts.create(account, commandLine);
  }
  return emails;
}

test("while passwords wait to be checked, sessions are, and the flood's network alone is turned away", async ({
  server,
  store,
  account,
}) => {
  test.setTimeout(90_000);
  const cookie = await signedInCookie(server, account);
  const form = await readForm(`${server.url}/login`, "Sign in");
  const flooder = address();
  const emails = await costlyAccounts(store, 6);
  const flood = Array.from({ length: 60 }, (_, index) =>
    fail(form, emails[index % emails.length] ?? "", flooder),
  );
  let over = false;
  const flooded = Promise.all(flood).finally(() => {
    over = true;
  });
  // Waits in the queue, behind the flood but not refused with it.
  const other = postSignIn(server, account, { headers: from(address()) });
  let checked = 0;
  while (!over) {
    expect(await ask(`${server.url}/api/session`, { cookie })).toMatchObject({ status: 200 });
    checked += 1;
    if (checked % 20 === 0) expect(await ask(`${server.url}/login`)).toMatchObject({ status: 200 });
  }
  const answers = await flooded;
  const turnedAway = answers.filter((answer) => answer.status === 503);
  const judged = answers.filter((answer) => answer.status === 200);
  expect(turnedAway.length + judged.length).toBe(60);
  expect(judged.length).toBeGreaterThanOrEqual(32);
  expect(turnedAway.length).toBeGreaterThan(0);
  for (const { headers, body } of turnedAway) {
    expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    expect(body).toContain("Too many people are signing in at this moment.");
  }
  // On the event loop there would be about one between two passwords.
  expect(checked).toBeGreaterThan(3 * judged.length);
  expect(await other).toMatchObject({ status: 303 });
});

test("a stolen cookie for known browsers alone is worth ten tries, not a session", async ({
  server,
  account,
}: {
  server: { url: string };
  account: Person;
}) => {
  const { newDevice } = await postSignIn(server, account);
  const form = await readForm(`${server.url}/login`, "Sign in");
  const headers = { ...from(address()), cookie: `${deviceCookieName}=${newDevice}` };
  const wrong = { email: account.email, password: "not the password" };
  for (let tried = 0; tried < 10; tried++)
    expect(await postForm(form, wrong, { headers })).toMatchObject({ status: 200 });
  expect(await postForm(form, wrong, { headers })).toMatchObject({ status: 429 });
  const asSession = { cookie: `${cookieName}=${newDevice}` };
  expect(await ask(`${server.url}/api/session`, { headers: asSession })).toMatchObject({
    status: 401,
  });
});
