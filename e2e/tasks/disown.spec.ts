import { write } from "#db/write.ts";
import { days } from "#lib/duration.ts";
import { issueToken } from "#lib/link/one-time-token.ts";
import { newToken } from "#lib/session/token.ts";
import { expect, test } from "../fixtures.ts";
import { postForm, readForm, signedInCookie } from "../forms.ts";
import { disownPage } from "../pages/disown-page.ts";
import { loginPage } from "../pages/login-page.ts";
import { status } from "../problems.ts";
import type { Store } from "../store.ts";

/** The token of the link in the mail about a session. */
function linkFor(store: Store, accountId: string, sessionId: string): Promise<string> {
  const grant = { purpose: "disown_session", accountId, sessionId } as const;
  return write(store.database, () => issueToken(store.database, grant, days(7), new Date()));
}

const resetRequired = /^This password does not work any more/;

test("somebody who was mailed about a sign-in says that it was not theirs", async ({
  page,
  newDevice,
  account,
  store,
}) => {
  const thief = await newDevice(account, "Safari on macOS");
  await thief.goto("/devices");
  const [session] = await store.liveSessions(account.id);
  const token = await linkFor(store, account.id, session?.id ?? "");
  const disown = disownPage(page);
  for (let look = 0; look < 2; look++) {
    await disown.open(token);
    await expect(disown.question).toBeVisible();
  }
  await expect(page.getByRole("main")).toContainText("Safari on macOS");
  await expect(page.getByRole("main")).not.toContainText(account.email);
  await expect(page.getByRole("main")).not.toContainText(account.name);
  await expect(page.locator('meta[name="referrer"]')).toHaveAttribute("content", "no-referrer");

  await disown.submit.click();
  await expect(disown.done).toBeVisible();
  await expect(disown.next).toHaveAttribute("href", "/forgot-password");
  expect(page.url()).not.toContain(token);
  await thief.reload();
  await expect(thief).toHaveURL("/login?next=%2Fdevices");

  const login = loginPage(thief);
  await login.signIn(account);
  await expect(thief.getByText(resetRequired)).toBeVisible();
  await expect(login.email).toHaveValue(account.email);
  await login.signIn({ ...account, password: "not the password" });
  await expect(thief.getByText("That email and password do not match.")).toBeVisible();
  expect(await store.liveSessions(account.id)).toEqual([]);
});

test("a link that was used or never was says so", async ({
  page,
  account,
  store,
  server,
  problems,
}) => {
  problems.allow(status(410));
  const id = await store.sessionId(await signedInCookie(server, account));
  const token = await linkFor(store, account.id, id);
  const disown = disownPage(page);
  await disown.open(token);
  await disown.submit.click();
  await expect(disown.done).toBeVisible();
  for (const worthless of [token, newToken(), ""]) {
    expect((await disown.open(worthless))?.status()).toBe(410);
    await expect(disown.deadLink).toBeVisible();
    await expect(disown.submit).toBeHidden();
  }
});

test("of fifty presses at once one counts", async ({ account, store, server }) => {
  const id = await store.sessionId(await signedInCookie(server, account));
  const token = await linkFor(store, account.id, id);
  const form = await readForm(`${server.url}/disown-session?token=${token}`, "This wasn");
  const answers = await Promise.all(Array.from({ length: 50 }, () => postForm(form)));
  expect(answers.every((answer) => answer.status === 303)).toBe(true);
  const done = answers.filter(({ headers }) => headers.location?.endsWith("done=1"));
  expect(done).toHaveLength(1);
  const { items } = await store.services.audit.list({ accountId: account.id });
  expect(items.filter(({ name }) => name === "authn_login_lock")).toHaveLength(1);
});
