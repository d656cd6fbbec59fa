import { days, hours, minutes, seconds } from "#lib/duration.ts";
import { expect, test } from "../fixtures.ts";
import { postForm, postSignIn, readForm, signedInCookie } from "../forms.ts";
import { ask } from "../http.ts";

const margin = seconds(30);
const less = (duration: number) => (duration - margin) as ReturnType<typeof seconds>;

test("a member's session lives through an hour of silence, and not longer", async ({
  server,
  store,
  account,
}) => {
  const cookie = await signedInCookie(server, account);
  const id = await store.sessionId(cookie);
  store.age(id, { unused: less(hours(1)) });
  expect(await ask(`${server.url}/api/session`, { cookie })).toMatchObject({ status: 200 });
  store.age(id, { unused: margin });
  const { status, body } = await ask(`${server.url}/api/session`, { cookie });
  expect(status).toBe(401);
  expect(JSON.parse(body)).toMatchObject({ reason: "idle" });
});

test("use keeps a session alive until its longest time is up", async ({
  server,
  store,
  account,
}) => {
  const cookie = await signedInCookie(server, account);
  const id = await store.sessionId(cookie);
  for (let hour = 0; hour < 3; hour++) {
    store.age(id, { unused: less(hours(1)), old: hours(1) });
    const before = store.lastSeenAt(id);
    expect(await ask(`${server.url}/devices`, { cookie })).toMatchObject({ status: 200 });
    await expect.poll(() => store.lastSeenAt(id)).toBeGreaterThan(before);
  }
  store.age(id, { old: less(hours(21)) });
  expect(await ask(`${server.url}/devices`, { cookie })).toMatchObject({ status: 200 });
  store.age(id, { old: margin });
  expect(await ask(`${server.url}/devices`, { cookie })).toMatchObject({ status: 307 });
  expect(JSON.parse((await ask(`${server.url}/api/session`, { cookie })).body)).toMatchObject({
    reason: "expired",
  });
});

test("a session that is kept lives two weeks unused and thirty days in all", async ({
  server,
  store,
  account,
}) => {
  const form = await readForm(`${server.url}/login`, "Sign in");
  const { email, password } = account;
  const cookie = (await postForm(form, { email, password, remember: "on" })).newCookie ?? "";
  const id = await store.sessionId(cookie);
  store.age(id, { unused: less(days(14)), old: less(days(30)) });
  expect(await ask(`${server.url}/api/session`, { cookie })).toMatchObject({ status: 200 });
  store.age(id, { unused: margin });
  expect(JSON.parse((await ask(`${server.url}/api/session`, { cookie })).body)).toMatchObject({
    reason: "idle",
  });
});

test("an administrator's session lives half an hour unused and eight hours in all", async ({
  server,
  store,
  administrator,
}) => {
  const { newCookie: cookie } = await postSignIn(server, administrator);
  const id = await store.sessionId(cookie ?? "");
  store.age(id, { unused: less(minutes(30)), old: less(hours(8)) });
  expect(await ask(`${server.url}/admin`, { cookie })).toMatchObject({ status: 200 });
  store.age(id, { old: margin });
  expect(await ask(`${server.url}/admin`, { cookie })).toMatchObject({ status: 307 });
});

test("looking at the page does not bring a session back that is over", async ({
  server,
  store,
  account,
}) => {
  const cookie = await signedInCookie(server, account);
  store.age(await store.sessionId(cookie), { unused: hours(2) });
  for (let time = 1; time <= 3; time++)
    expect(await ask(`${server.url}/devices`, { cookie })).toMatchObject({ status: 307 });
  expect(await store.liveSessions(account.id)).toEqual([]);
});

test("a session that is over does not stand in the list of devices", async ({
  signIn,
  elsewhere,
  store,
  account,
}) => {
  await elsewhere();
  const [other] = await store.liveSessions(account.id);
  store.age(other?.id ?? "", { unused: hours(2) });
  const page = await signIn();
  await expect(
    page.getByRole("list", { name: "Signed-in devices" }).getByRole("listitem"),
  ).toHaveCount(1);
});
