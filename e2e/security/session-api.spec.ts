import { commandLine } from "#lib/audit/event.ts";
import { days, hours, minutes } from "#lib/duration.ts";
import { expect, test } from "../fixtures.ts";
import { postForm, readForm, signedInCookie } from "../forms.ts";
import { ask } from "../http.ts";
import type { Person, Store } from "../store.ts";

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

test("a live session is described, and no more than that", async ({ server, store, account }) => {
  const cookie = await signedInCookie(server, account);
  const { status, headers, body } = await ask(`${server.url}/api/session`, { cookie });
  expect(status).toBe(200);
  expect(headers["content-type"]).toBe("application/json");
  expect(headers["cache-control"]).toBe("private, no-store");
  expect(JSON.parse(body)).toEqual({
    account: { id: account.id, name: account.name, email: account.email, role: "member" },
    session: {
      id: await store.sessionId(cookie),
      kind: "browser",
      createdAt: instant,
      lastSeenAt: instant,
      expiresAt: instant,
    },
  });
});

test("without a session there is nothing but that", async ({ server }) => {
  const { status, headers, body } = await ask(`${server.url}/api/session`);
  expect(status).toBe(401);
  expect(headers["cache-control"]).toBe("private, no-store");
  expect(JSON.parse(body)).toEqual({ error: "no_session" });
});

test("asking is not using: last-seen stays where it was", async ({ server, store, account }) => {
  const cookie = await signedInCookie(server, account);
  const id = await store.sessionId(cookie);
  store.age(id, { unused: minutes(30) });
  const before = store.lastSeenAt(id);
  await ask(`${server.url}/api/session`, { cookie });
  await ask(`${server.url}/login`, { cookie });
  // Answered later, so a touch by the former would be there by now.
  await ask(`${server.url}/api/session`, { cookie });
  expect(store.lastSeenAt(id)).toBe(before);

  await ask(`${server.url}/devices`, { cookie });
  await expect.poll(() => store.lastSeenAt(id)).toBeGreaterThan(before);
});

test("fetching ahead is not using either", async ({ server, store, account }) => {
  const cookie = await signedInCookie(server, account);
  const id = await store.sessionId(cookie);
  store.age(id, { unused: minutes(30) });
  const before = store.lastSeenAt(id);
  await ask(`${server.url}/devices`, {
    cookie,
    headers: { rsc: "1", "next-router-prefetch": "1" },
  });
  await ask(`${server.url}/devices`, { cookie, headers: { "sec-purpose": "prefetch;prerender" } });
  await ask(`${server.url}/api/session`, { cookie });
  expect(store.lastSeenAt(id)).toBe(before);
});

type Given = { store: Store; id: string; account: Person; actor: Actor; elsewhere: Actor };
type Actor = { kind: "account"; id: string; sessionId: string; address: string };

const endings: Record<string, { end: (given: Given) => unknown; by: string }> = {
  signed_out: { end: ({ store, actor }) => store.services.sessions.signOut(actor), by: "you" },
  revoked_everywhere: {
    end: ({ store, actor }) => store.services.sessions.revokeEverywhere(actor),
    by: "you",
  },
  revoked: {
    end: ({ store, elsewhere }) => store.services.sessions.revokeOthers(elsewhere),
    by: "you",
  },
  forced: {
    end: ({ store, id }) => store.services.sessions.force(id, commandLine),
    by: "administrator",
  },
  banned: {
    end: ({ store, account }) =>
      store.services.accounts.ban(account.id, { reason: "spam", until: null }, commandLine),
    by: "administrator",
  },
  role_changed: {
    end: ({ store, account }) =>
      store.services.accounts.changeRole(account.id, "admin", commandLine),
    by: "administrator",
  },
  idle: { end: ({ store, id }) => store.age(id, { unused: hours(1) }), by: "latchkey" },
  expired: { end: ({ store, id }) => store.age(id, { old: days(1) }), by: "latchkey" },
};

for (const [reason, { end, by }] of Object.entries(endings))
  test(`a session that ended as ${reason} is refused with that`, async ({
    server,
    store,
    account,
  }) => {
    const cookie = await signedInCookie(server, account);
    const id = await store.sessionId(cookie);
    const other = await store.sessionId(await signedInCookie(server, account));
    const actor = { kind: "account", id: account.id, sessionId: id, address: "192.0.2.1" } as const;
    await end({ store, id, account, actor, elsewhere: { ...actor, sessionId: other } });
    const { status, body } = await ask(`${server.url}/api/session`, { cookie });
    expect(status).toBe(401);
    expect(JSON.parse(body)).toEqual({ error: "no_session", reason, by, endedAt: instant });
  });

test("a token from before a change of password is refused, and the next one is not", async ({
  server,
  account,
}) => {
  const cookie = await signedInCookie(server, account);
  const other = await signedInCookie(server, account);
  const form = await readForm(`${server.url}/account`, "Change password", cookie);
  const passwords = { currentPassword: account.password, newPassword: "a door painted yellow" };
  const { newCookie } = await postForm(form, passwords, { cookie });
  expect(await ask(`${server.url}/api/session`, { cookie })).toMatchObject({ status: 401 });
  expect(await ask(`${server.url}/api/session`, { cookie: newCookie })).toMatchObject({
    status: 200,
  });
  const refused = await ask(`${server.url}/api/session`, { cookie: other });
  expect(JSON.parse(refused.body)).toMatchObject({ reason: "password_changed", by: "you" });
});
