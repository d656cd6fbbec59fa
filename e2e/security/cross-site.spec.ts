import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { heldCookie } from "../cookie.ts";
import { expect, test } from "../fixtures.ts";
import { type HeldForm, postBare, postForm, readForm, signedInCookie } from "../forms.ts";
import { status } from "../problems.ts";

const origins = ["own", "https://evil.example", "null", "not an origin", "absent"];
const sites = ["same-origin", "none", "same-site", "cross-site", "absent"];

/** A browser's word on where a request comes from is believed; without it, its origin has to be ours. */
function isRefused(origin: string, site: string): boolean {
  if (origin === "own") return false;
  if (site === "absent") return origin !== "absent";
  return site === "same-site" || site === "cross-site";
}

for (const origin of origins)
  for (const site of sites) {
    const refused = isRefused(origin, site);
    test(`signing in with Origin ${origin} and Sec-Fetch-Site ${site} is ${refused ? "refused" : "let in"}`, async ({
      server,
      account,
      problems,
      store,
    }) => {
      problems.allow("Missing `origin` header");
      const form = await readForm(`${server.url}/login`, "Sign in");
      const { email, password } = account;
      const headers: Record<string, string> = {};
      if (site !== "absent") headers["sec-fetch-site"] = site;
      if (origin !== "absent") headers.origin = origin === "own" ? server.url : origin;
      const answer = await postBare(form, { email, password }, { headers });
      expect(answer.status).toBe(refused ? 403 : 303);
      expect(answer.setCookies).toHaveLength(refused ? 0 : 2);
      expect(await store.liveSessions(account.id)).toHaveLength(refused ? 0 : 1);
    });
  }

test("a refused action of somebody signed in has no effect", async ({ server, account, store }) => {
  const cookie = await signedInCookie(server, account);
  const form = await readForm(`${server.url}/devices?confirm=everywhere`, "Confirm", cookie);
  for (const origin of ["https://evil.example", "null", "not an origin"]) {
    const headers = { origin, "sec-fetch-site": "cross-site" };
    expect(await postForm(form, {}, { cookie, headers })).toMatchObject({
      status: 403,
      setCookies: [],
    });
  }
  expect(await store.liveSessions(account.id)).toHaveLength(1);
});

test("a forged host does not make a foreign origin ours", async ({ server, account }) => {
  const form = await readForm(`${server.url}/login`, "Sign in");
  const { email, password } = account;
  const headers = {
    origin: "https://evil.example",
    "sec-fetch-site": "cross-site",
    host: "evil.example",
    "x-forwarded-host": "evil.example",
  };
  expect(await postForm(form, { email, password }, { headers })).toMatchObject({
    status: 421,
    setCookies: [],
  });
});

test.describe("a page of another site in a real browser", () => {
  let evil: Server;
  let evilUrl: string;
  let html: string;

  test.beforeEach(async () => {
    evil = createServer((_request, response) => {
      response.setHeader("Content-Type", "text/html");
      response.end(html);
    }).listen(0, "127.0.0.1");
    await once(evil, "listening");
    evilUrl = `http://127.0.0.1:${(evil.address() as AddressInfo).port}`;
  });

  test.afterEach(() => {
    evil.closeAllConnections();
    evil.close();
  });

  test("cannot sign a visitor in to the attacker's account", async ({
    page,
    server,
    account,
    store,
    problems,
  }) => {
    problems.allow(status(403));
    const form = await readForm(`${server.url}/login`, "Sign in");
    html = autoPost(form, { email: account.email, password: account.password });
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.goto(evilUrl);
    expect((await answered).status()).toBe(403);
    await expect(
      page.getByText("This request came from another site, so nothing was changed."),
    ).toBeVisible();
    expect(await page.context().cookies()).toEqual([]);
    expect(await store.liveSessions(account.id)).toEqual([]);
  });

  test("cannot sign somebody out", async ({ signIn, server, account, store, problems }) => {
    problems.allow(status(403));
    const page = await signIn();
    const cookie = await heldCookie(page);
    const form = await readForm(`${server.url}/devices?confirm=everywhere`, "Confirm", cookie);
    html = autoPost(form, {});
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.goto(evilUrl);
    const response = await answered;
    expect(response.status()).toBe(403);
    expect((await response.request().allHeaders()).cookie).toBeUndefined();
    expect(await store.liveSessions(account.id)).toHaveLength(1);
    expect(await heldCookie(page)).toBe(cookie);
    await page.goto("/devices");
    await expect(page).toHaveURL("/devices");
  });
});

function autoPost(form: HeldForm, changes: Record<string, string>): string {
  const inputs = Object.entries({ ...form.fields, ...changes }).map(
    ([name, value]) => `<input name="${quoted(name)}" value="${quoted(value)}">`,
  );
  return `<!doctype html><form method="post" enctype="multipart/form-data" action="${form.url}">${inputs.join("")}</form>
    <script>document.forms[0].submit()</script>`;
}

const quoted = (text: string): string => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
