import { minutes } from "#lib/duration.ts";
import { expect, test } from "../fixtures.ts";
import { postSignIn, signedInCookie } from "../forms.ts";
import { ask } from "../http.ts";
import { loginPage } from "../pages/login-page.ts";

test.use({ settings: { MAX_SESSIONS: "3" } });

test("beyond the limit the longest unseen gives way, and is told so", async ({
  secondDevice,
  server,
  store,
  account,
  newBrowser,
}) => {
  const unseen = await secondDevice();
  const cookies = [await signedInCookie(server, account), await signedInCookie(server, account)];
  const [, , first] = await store.liveSessions(account.id);
  store.age(first?.id ?? "", { unused: minutes(10) });
  const page = await newBrowser();
  await loginPage(page).open();
  await loginPage(page).signIn(account);
  await expect(page).toHaveURL("/devices");

  expect(await store.liveSessions(account.id)).toHaveLength(3);
  expect(store.history(account.id)).toMatchObject([
    { id: first?.id, reason: "replaced", actorKind: "system" },
  ]);
  for (const cookie of cookies)
    expect(await ask(`${server.url}/api/session`, { cookie })).toMatchObject({ status: 200 });
  await unseen.goto("/devices");
  await expect(unseen).toHaveURL("/login?next=%2Fdevices");
  await expect(
    unseen.getByText("This device was signed out because too many others signed in,"),
  ).toBeVisible();
});

test("signing in again in the same browser costs nobody a place", async ({
  server,
  store,
  account,
}) => {
  const cookie = await signedInCookie(server, account);
  await signedInCookie(server, account);
  const third = await signedInCookie(server, account);
  const again = await postSignIn(server, account, { cookie: third });
  expect(again.status).toBe(303);
  expect(await ask(`${server.url}/api/session`, { cookie })).toMatchObject({ status: 200 });
  expect(store.history(account.id).map(({ reason }) => reason)).toEqual(["signed_out"]);
});
