import { expect, test } from "../fixtures.ts";
import { postForm, readForm } from "../forms.ts";
import { loginPage } from "../pages/login-page.ts";

const own = [
  "/account",
  "/account?from=mail&n=1",
  "/devices?confirm=others",
  "/admin/accounts?q=a%20b",
  "/a//b",
];

const tricks = [
  "//evil.example",
  "///evil.example",
  "////evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\\/evil.example",
  "/./\\evil.example",
  "/.//evil.example",
  "/..//evil.example",
  "/%2e//evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r\n/evil.example",
  "\t//evil.example",
  " //evil.example",
  "https://evil.example",
  "https:evil.example",
  "HTTPS:/evil.example",
  "http://localhost@evil.example",
  "//localhost:80@evil.example",
  "javascript:alert(1)",
  "java\nscript:alert(1)",
  "blob:https://evil.example/x",
  "file:///etc/passwd",
  "wss://evil.example",
  "https:/\\evil.example",
  "https:\\\\evil.example",
  "http:evil.example",
  "\u0001//evil.example",
  "\ufeff//evil.example",
  "\u00a0//evil.example",
  "/\u0009/\u000aevil.example",
  "/\\\t/evil.example",
  "//evil\u3002example",
  "\uff0f\uff0fevil.example",
  "//[::1]",
  "//2130706433",
  "//user:pass@evil.example",
  "//evil.example%00.localhost",
  "//evil.example#@localhost",
  "//evil.example?@localhost",
  "/a/..//evil.example",
  "/a/../\\evil.example",
  "/%2e%2e//evil.example",
  "/./%2E/.//evil.example",
  "/reauthenticate?next=/account",
  "*",
  "data:text/html,x",
  "evil.example",
  "@evil.example",
  "?next=/account",
  "",
  "/login",
  "/login?next=/login",
  "/api/session",
  `/${"a".repeat(3_000)}`,
];

for (const path of own)
  test(`after signing in one goes on to ${path}`, async ({ server, account }) => {
    const form = await readForm(
      `${server.url}/login?${new URLSearchParams({ next: path })}`,
      "Sign in",
    );
    expect(form.fields.next).toBe(path);
    const { email, password } = account;
    const answer = await postForm(form, { email, password });
    expect(answer.headers.location).toBe(path);
  });

test("whatever leads elsewhere leads to the devices", async ({ server, account }) => {
  const { email, password } = account;
  const plain = await readForm(`${server.url}/login`, "Sign in");
  for (const next of tricks) {
    const shown = await readForm(`${server.url}/login?${new URLSearchParams({ next })}`, "Sign in");
    expect.soft(shown.fields.next, `the page on ${JSON.stringify(next)}`).toBeUndefined();
    const answer = await postForm(plain, { email, password, next });
    expect.soft(answer.headers.location, `the action on ${JSON.stringify(next)}`).toBe("/devices");
  }
});

test("so it does for somebody who is signed in already", async ({ signIn }) => {
  const page = await signIn();
  for (const next of ["//evil.example", "/\\evil.example", "https://evil.example", "/login"]) {
    await page.goto(`/login?${new URLSearchParams({ next })}`);
    await expect(page).toHaveURL("/devices");
  }
});

test("a browser is not led away either", async ({ page, account }) => {
  await loginPage(page).open("?next=/%5Cevil.example");
  await loginPage(page).signIn(account);
  await expect(page).toHaveURL("/devices");
});

test("given twice it is not taken at all", async ({ server }) => {
  const form = await readForm(`${server.url}/login?next=/account&next=/account`, "Sign in");
  expect(form.fields.next).toBeUndefined();
});
