import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { expect, test } from "../fixtures.ts";
import { signedInCookie } from "../forms.ts";
import { ask } from "../http.ts";
import { accountPage } from "../pages/account-page.ts";
import { banner } from "../pages/banner.ts";
import { devicesPage } from "../pages/devices-page.ts";
import { status } from "../problems.ts";
import { root } from "../server.ts";

const pages = [
  "/login",
  "/signup",
  "/forgot-password",
  "/reset-password",
  "/verify-email",
  "/disown-session",
  "/nowhere",
  "/devices",
  "/devices?confirm=everywhere",
  "/devices/nowhere",
  "/account",
  "/admin",
  "/admin/accounts",
  "/admin/accounts/nobody",
  "/admin/events",
];

const nonceIn = (policy: string): string | undefined => /'nonce-([\w-]{24})'/.exec(policy)?.[1];

test("ASVS 3.4.3: every page names its own scripts, and allows nothing else", async ({
  server,
  administrator,
}) => {
  const cookie = await signedInCookie(server, administrator);
  const nonces = new Set<string>();
  for (const path of [...pages, `/admin/accounts/${administrator.id}`]) {
    const { headers, body } = await ask(server.url + path, { cookie, headers: signInOnly(path) });
    const policy = String(headers["content-security-policy"]);
    const nonce = nonceIn(policy) ?? "";
    expect.soft(nonce, path).not.toBe("");
    nonces.add(nonce);
    for (const directive of [
      "default-src 'none'",
      `script-src 'nonce-${nonce}' 'strict-dynamic'`,
      "style-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ])
      expect.soft(policy.split("; "), path).toContain(directive);
    expect.soft(policy, path).not.toMatch(/unsafe|http:|\*|data:/);

    const scripts = body.match(/<script\b[^>]*>/g) ?? [];
    if (path === "/login") expect.soft(scripts, path).toEqual([]);
    else expect.soft(scripts.length, path).toBeGreaterThan(3);
    for (const script of scripts) expect.soft(script, path).toContain(`nonce="${nonce}"`);
    expect.soft(body, path).not.toMatch(/<[a-z][^>]*\s(?:style|on[a-z]+)=|<style|javascript:/i);
  }
  expect(nonces.size).toBe(pages.length + 1);
});

test("no page but the one for addresses that lead nowhere is made beforehand", () => {
  const { routes } = JSON.parse(readFileSync(join(root, ".next/prerender-manifest.json"), "utf8"));
  const pages = Object.keys(routes).filter((route) => !/\.\w+$/.test(route));
  expect(pages.toSorted()).toEqual(["/_global-error", "/_not-found"]);
});

/** The sign-in and sign-up pages send whoever is signed in away. */
const signInOnly = (path: string): Record<string, string> =>
  path === "/login" || path === "/signup" ? { cookie: "" } : {};

test("ASVS 3.4.3: a client cannot choose the nonce", async ({ server }) => {
  const headers = { "content-security-policy": "script-src 'nonce-AAAAAAAAAAAAAAAAAAAAAAAA'" };
  const answer = await ask(`${server.url}/login`, { headers });
  expect(answer.body).not.toContain("AAAAAAAAAAAAAAAAAAAAAAAA");
  expect(nonceIn(String(answer.headers["content-security-policy"]))).toBeDefined();
});

test("ASVS 3.4.3: what is not a page of Next's may do nothing", async ({ server }) => {
  const script = /\/_next\/static\/[^"]+\.js/.exec(
    (await ask(`${server.url}/forgot-password`)).body,
  )?.[0];
  for (const [path, given] of [
    ["/api/session", {}],
    ["/icon.svg", {}],
    ["/favicon.ico", {}],
    [script ?? "", {}],
    ["/login", { method: "PUT" }],
    ["/login", { method: "POST", headers: { "sec-fetch-site": "cross-site" } }],
    ["//evil.example", {}],
    ["/login", { headers: { host: "evil.example" } }],
  ] as const) {
    const { headers } = await ask(server.url + path, given);
    const policy = String(headers["content-security-policy"]);
    expect.soft(policy, path).toMatch(/^default-src 'none'; /);
    expect.soft(policy, path).toContain("frame-ancestors 'none'");
    expect.soft(policy, path).not.toContain("script-src");
  }
});

test("ASVS 3.4.3: no page, dialog or way between them breaks the policy", async ({
  page,
  signIn,
  elsewhere,
  account,
  problems,
}) => {
  problems.allow(status(404));
  const broken = await violationsIn(page);
  await page.goto("/nowhere");
  await page.getByRole("link", { name: "Go to your devices" }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.getByRole("link", { name: "Create an account" }).click();
  await expect(page.getByRole("button", { name: "Create account" })).toBeVisible();
  await elsewhere();
  await signIn();
  await devicesPage(page).signOut("Firefox on Linux");
  await expect(devicesPage(page).items).toHaveCount(1);
  await banner(page).go("Account");
  await accountPage(page).changeName("Ada King");
  await expect(page.getByText("Your name was saved.")).toBeVisible();
  await accountPage(page).changePassword(account.password, "short");
  await expect(accountPage(page).next).toHaveAccessibleDescription(/Use at least/);
  await banner(page).go("Devices");
  await devicesPage(page).askToSignOutEverywhere();
  await expect(page.getByRole("button", { name: "Confirm" })).toBeVisible();
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page).toHaveURL(/\/login/);
  expect(broken).toEqual([]);
});

test("ASVS 3.4.3: neither do the administrators'", async ({ adminPage, account, problems }) => {
  problems.allow(status(404));
  const broken = await violationsIn(adminPage);
  for (const path of ["/admin", "/admin/nowhere", "/admin/accounts", "/admin/events"])
    await adminPage.goto(path);
  await adminPage.goto(`/admin/accounts?q=${account.email}`);
  await adminPage.getByRole("link", { name: account.name }).first().click();
  await adminPage.getByRole("button", { name: "Ban account" }).click();
  await expect(adminPage.getByLabel("Reason")).toBeVisible();
  expect(broken).toEqual([]);
});

test("ASVS 3.4.3: a script that somebody slips in does not run", async ({ page, problems }) => {
  problems.allow("Content Security Policy", status(404));
  const broken = await violationsIn(page);
  await page.goto("/login");
  await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      "beforeend",
      '<img src="/nowhere.png" onerror="document.title=`ran`"><b onclick="document.title=`ran`">x</b>' +
        '<iframe src="/login"></iframe><base href="https://evil.example/">' +
        '<p style="position:fixed">over</p><form action="https://evil.example/"></form>',
    );
    document.querySelector("b")?.click();
  });
  for (const directive of ["script-src-attr", "style-src-attr", "frame-src", "base-uri"])
    await expect.poll(() => broken.join()).toContain(directive);
  await expect(page).toHaveTitle("Sign in · Latchkey");
  await page.evaluate(() => {
    document.querySelector<HTMLFormElement>("form[action*=evil]")?.requestSubmit();
  });
  await expect.poll(() => broken.join()).toContain("form-action");
});

/** The directives that this page breaks from now on, on whatever document it shows. */
async function violationsIn(page: Page): Promise<string[]> {
  const seen: string[] = [];
  await page.exposeFunction("onViolation", (directive: string) => seen.push(directive));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      (globalThis as unknown as { onViolation(directive: string): void }).onViolation(
        `${event.effectiveDirective} ${event.blockedURI}`,
      ),
    );
  });
  return seen;
}
