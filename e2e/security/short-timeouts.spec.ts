import { minutes, seconds } from "#lib/duration.ts";
import { expect, test } from "../fixtures.ts";
import { signedInCookie } from "../forms.ts";
import { ask } from "../http.ts";

test.use({
  settings: {
    IDLE_TIMEOUT: "5m",
    ABSOLUTE_TIMEOUT: "10m",
    ADMIN_IDLE_TIMEOUT: "2m",
    TOUCH_INTERVAL: "20s",
  },
});

test("the settings say how long a session lives", async ({ server, store, account }) => {
  const idle = await signedInCookie(server, account);
  store.age(await store.sessionId(idle), { unused: minutes(5) });
  expect(JSON.parse((await ask(`${server.url}/api/session`, { cookie: idle })).body)).toMatchObject(
    { reason: "idle" },
  );

  const old = await signedInCookie(server, account);
  store.age(await store.sessionId(old), { old: minutes(10) });
  expect(JSON.parse((await ask(`${server.url}/api/session`, { cookie: old })).body)).toMatchObject({
    reason: "expired",
  });
});

test("the settings say how long an administrator's session lives", async ({
  server,
  store,
  administrator,
}) => {
  const cookie = await signedInCookie(server, administrator);
  store.age(await store.sessionId(cookie), { unused: minutes(2) });
  expect(await ask(`${server.url}/admin`, { cookie })).toMatchObject({ status: 307 });
});

test("last-seen is written at most once in the touch interval", async ({
  server,
  store,
  account,
}) => {
  const cookie = await signedInCookie(server, account);
  const id = await store.sessionId(cookie);
  store.age(id, { unused: seconds(15) });
  const before = store.lastSeenAt(id);
  await ask(`${server.url}/devices`, { cookie });
  // Answered later, so a touch by the former would be there by now.
  await ask(`${server.url}/devices`, { cookie });
  expect(store.lastSeenAt(id)).toBe(before);
  store.age(id, { unused: seconds(5) });
  await ask(`${server.url}/devices`, { cookie });
  await expect.poll(() => store.lastSeenAt(id)).toBeGreaterThan(before);
});
