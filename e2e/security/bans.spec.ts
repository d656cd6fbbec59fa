import { expect, test } from "../fixtures.ts";
import { postSignIn, signedInCookie } from "../forms.ts";
import { ask } from "../http.ts";
import { adminAccountPage } from "../pages/admin-account-page.ts";
import { eventsPage } from "../pages/events-page.ts";

test("a ban ends all three devices at once, stands in the trail, and lifting it revives none", async ({
  adminPage,
  server,
  store,
  account,
  administrator,
}) => {
  const cookies = [
    await signedInCookie(server, account, "one"),
    await signedInCookie(server, account, "two"),
    await signedInCookie(server, account, "three"),
  ];
  const shown = adminAccountPage(adminPage);
  await shown.open(account.id);
  await shown.ban({ reason: "sold the account" });
  await expect(shown.liftButton).toBeVisible();
  for (const cookie of cookies) {
    expect(await ask(`${server.url}/devices`, { cookie })).toMatchObject({ status: 307 });
    const { body } = await ask(`${server.url}/api/session`, { cookie });
    expect(JSON.parse(body)).toMatchObject({ reason: "banned", by: "administrator" });
  }
  const refused = await postSignIn(server, account);
  expect(refused).toMatchObject({ status: 200, newCookie: null });
  expect(refused.body).toContain("This account is banned. Ask an administrator.");

  const trail = eventsPage(adminPage);
  await trail.open(`?${new URLSearchParams({ account: account.email })}`);
  await expect(trail.items.filter({ hasText: "Account banned · sold the account" })).toHaveCount(1);
  const ended = trail.items.filter({ hasText: "Session ended · the account was banned" });
  await expect(ended).toHaveCount(3);
  await expect(ended.filter({ hasText: `by ${administrator.email}` })).toHaveCount(3);

  await shown.open(account.id);
  await shown.liftButton.click();
  await expect(shown.banButton).toBeVisible();
  for (const cookie of cookies)
    expect(await ask(`${server.url}/api/session`, { cookie })).toMatchObject({ status: 401 });
  expect(await store.liveSessions(account.id)).toEqual([]);
  expect(await postSignIn(server, account)).toMatchObject({ status: 303 });
});

test("only somebody who knows the password is told of the ban", async ({
  server,
  store,
  account,
  administrator,
}) => {
  const by = {
    kind: "account",
    id: administrator.id,
    sessionId: null,
    address: "192.0.2.1",
  } as const;
  await store.services.accounts.ban(account.id, { reason: "sold the account", until: null }, by);
  const { body } = await postSignIn(server, { ...account, password: "not the password" });
  expect(body).toContain("That email and password do not match.");
  expect(body).not.toContain("banned");
});

test("a ban is over by itself when its end has come", async ({
  server,
  store,
  account,
  administrator,
}) => {
  const by = {
    kind: "account",
    id: administrator.id,
    sessionId: null,
    address: "192.0.2.1",
  } as const;
  const cookie = await signedInCookie(server, account);
  const until = new Date(Date.now() + 60_000);
  await store.services.accounts.ban(account.id, { reason: "holiday", until }, by);
  expect(await postSignIn(server, account)).toMatchObject({ newCookie: null });
  store.client
    .prepare("update accounts set banned_until = ? where id = ?")
    .run(Date.now() - 1, account.id);
  expect(await ask(`${server.url}/api/session`, { cookie })).toMatchObject({ status: 401 });
  expect(await postSignIn(server, account)).toMatchObject({ status: 303 });
});
