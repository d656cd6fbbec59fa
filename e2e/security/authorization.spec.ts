import { commandLine } from "#lib/audit/event.ts";
import { newId } from "#lib/session/token.ts";
import { expect, test } from "../fixtures.ts";
import { type HeldForm, postForm, readForm, signedInCookie } from "../forms.ts";
import { type Answer, type Ask, ask } from "../http.ts";
import type { Person, Store } from "../store.ts";

interface Target {
  server: { url: string };
  store: Store;
  /** Whom the administrator acts on, who has a live session. */
  account: Person;
  /** The administrator's cookie. */
  cookie: string;
}

/** How to come by the form of each privileged action, as an administrator holds it, filled in. */
const privileged: Record<string, (target: Target) => Promise<HeldForm>> = {
  "ending a session": (given) => formOf(given, "", "sessionId"),
  "signing out everywhere": (given) => formOf(given, "?confirm=everywhere", "Confirm"),
  banning: async (given) =>
    filled(await formOf(given, "?confirm=ban", "Confirm"), { reason: "none" }),
  "lifting a ban": async (given) => {
    const { services } = given.store;
    await services.accounts.ban(given.account.id, { reason: "spam", until: null }, commandLine);
    return formOf(given, "", "Lift ban");
  },
  "changing the role": (given) => formOf(given, "", "Make administrator"),
};

for (const [what, get] of Object.entries(privileged)) {
  test(`${what} is refused to members`, async ({
    server,
    store,
    account,
    administrator,
    newAccount,
  }) => {
    await signedInCookie(server, account);
    const form = await get({
      server,
      store,
      account,
      cookie: await signedInCookie(server, administrator),
    });
    const before = store.snapshot(account.id);
    const member = await newAccount();
    const cookie = await signedInCookie(server, member);
    for (const url of [form.url, `${server.url}/admin/accounts/${member.id}`])
      expect(await postForm({ ...form, url }, {}, { cookie })).toMatchObject({
        status: 404,
        setCookies: [],
      });
    expect(store.snapshot(account.id)).toEqual(before);
  });

  test(`${what} is refused to somebody who is not signed in`, async ({
    server,
    store,
    account,
    administrator,
  }) => {
    await signedInCookie(server, account);
    const form = await get({
      server,
      store,
      account,
      cookie: await signedInCookie(server, administrator),
    });
    const before = store.snapshot(account.id);
    for (const cookie of [null, "garbage"]) {
      const answer = await postForm(form, {}, { cookie });
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toMatch(/^\/login(\?|$)/);
    }
    expect(store.snapshot(account.id)).toEqual(before);
  });

  test(`${what} works for the administrator who held the form`, async ({
    server,
    store,
    account,
    administrator,
  }) => {
    await signedInCookie(server, account);
    const cookie = await signedInCookie(server, administrator);
    const form = await get({ server, store, account, cookie });
    const before = store.snapshot(account.id);
    const answer = await postForm(form, {}, { cookie });
    expect(answer).toMatchObject({ status: 303 });
    expect(answer.headers.location).toContain(`/admin/accounts/${account.id}`);
    expect(store.snapshot(account.id)).not.toEqual(before);
  });
}

/** What owners do to themselves. */
const owned: Record<string, { path: string; label: string; fields?: Record<string, string> }> = {
  "signing out": { path: "/account", label: ">Sign out<" },
  "ending a device": { path: "/devices", label: "sessionId" },
  "signing out the others": { path: "/devices?confirm=others", label: "Confirm" },
  "signing out everywhere": { path: "/devices?confirm=everywhere", label: "Confirm" },
  "changing the name": { path: "/account", label: "Save name", fields: { name: "Mallory" } },
  "changing the password": {
    path: "/account",
    label: "Change password",
    fields: { currentPassword: "paper boat on a pond", newPassword: "a door painted yellow" },
  },
};

for (const [what, { path, label, fields = {} }] of Object.entries(owned))
  test(`${what} with somebody else's form touches nobody else`, async ({
    server,
    store,
    account,
    newAccount,
  }) => {
    const cookie = await signedInCookie(server, account);
    await signedInCookie(server, account);
    const form = filled(await readForm(server.url + path, label, cookie), fields);
    const before = store.snapshot(account.id);
    const claims = {
      accountId: account.id,
      id: account.id,
      role: "admin",
      expiresAt: "9999-12-31",
    };

    for (const nobody of [null, "garbage"]) {
      const { status, headers } = await postForm(form, claims, { cookie: nobody });
      expect(status).toBe(303);
      expect(headers.location).toMatch(/^\/login(\?|$)/);
    }
    const other = await newAccount();
    await postForm(form, claims, { cookie: await signedInCookie(server, other) });
    expect(store.snapshot(account.id)).toEqual(before);
    expect(await store.services.accounts.find(other.id)).toMatchObject({ role: "member" });
  });

test("somebody else's session, an unknown one and no session at all get the same answer", async ({
  server,
  store,
  account,
  newAccount,
}) => {
  const foreign = await store.sessionId(await signedInCookie(server, await newAccount()));
  const cookie = await signedInCookie(server, account);
  const form = await readForm(`${server.url}/devices`, "sessionId", cookie);
  for (const sessionId of [foreign, newId(), "", "x".repeat(22), "../../admin", "' or 1=1 --"])
    expect(await postForm(form, { sessionId }, { cookie })).toMatchObject({
      status: 303,
      headers: { location: "/devices?ended=0" },
      setCookies: [],
    });
  expect(
    store.client.prepare("select count(*) from sessions where id = ?").pluck().get(foreign),
  ).toBe(1);
  expect(await store.liveSessions(account.id)).toHaveLength(1);
});

test("an administrator ends only sessions of the account at hand", async ({
  server,
  store,
  account,
  administrator,
  newAccount,
}) => {
  const elsewhere = await store.sessionId(await signedInCookie(server, await newAccount()));
  await signedInCookie(server, account);
  const cookie = await signedInCookie(server, administrator);
  const form = await formOf({ server, store, account, cookie }, "", "sessionId");
  for (const sessionId of [elsewhere, newId()])
    expect((await postForm(form, { sessionId }, { cookie })).headers.location).toContain("ended=0");
  expect(
    store.client.prepare("select count(*) from sessions where id = ?").pluck().get(elsewhere),
  ).toBe(1);
});

for (const what of ["banning", "changing the role"])
  test(`${what}: administrators cannot turn it on themselves`, async ({
    server,
    store,
    account,
    administrator,
  }) => {
    const cookie = await signedInCookie(server, administrator);
    const form = await privileged[what]?.({ server, store, account, cookie });
    if (form === undefined) throw new Error(`There is no form for ${what}.`);
    const before = store.snapshot(administrator.id);
    const answer = await postForm(
      form,
      { accountId: administrator.id, role: "member" },
      { cookie },
    );
    expect(answer.headers.location).toBe(`/admin/accounts/${administrator.id}?refused=yourself`);
    expect(store.snapshot(administrator.id)).toEqual(before);
    const { body } = await ask(server.url + answer.headers.location, { cookie });
    expect(body).toContain("You cannot ban yourself or change your own role.");
  });

test("an account that is not there is answered with that", async ({
  server,
  store,
  account,
  administrator,
}) => {
  const cookie = await signedInCookie(server, administrator);
  for (const id of [newId(), "x", "..%2F..", "%27"])
    expect(await ask(`${server.url}/admin/accounts/${id}`, { cookie })).toMatchObject({
      status: 404,
    });
  const form = await formOf({ server, store, account, cookie }, "?confirm=ban", "Confirm");
  const answer = await postForm(
    filled(form, { reason: "none" }),
    { accountId: newId() },
    { cookie },
  );
  expect(answer.headers.location).toContain("refused=unknown");
});

test("whoever signs up gets what the form offers and no more", async ({ server, store }) => {
  const form = await readForm(`${server.url}/signup`, "Create account");
  const email = `${newId()}@example.com`;
  const { newCookie } = await postForm(form, {
    name: "Mallory",
    email,
    password: "four wooden horses",
    role: "admin",
    id: "chosen-by-mallory",
    remember: "on",
    expiresAt: "9999-12-31",
    emailVerifiedAt: "2020-01-01",
  });
  const account = await store.services.accounts.findByEmail(email);
  expect(account).toMatchObject({ role: "member", emailVerifiedAt: null });
  expect(account?.id).not.toBe("chosen-by-mallory");
  expect(await ask(`${server.url}/admin`, { cookie: newCookie })).toMatchObject({ status: 404 });
  const [session] = await store.liveSessions(account?.id ?? "");
  expect(session?.expiresAt.getFullYear()).toBeLessThan(9_000);
});

test("everything under /admin is 404 for a member, and nothing of it is in the answer", async ({
  server,
  account,
  administrator,
  store,
}) => {
  const cookie = await signedInCookie(server, account);
  const paths = [
    "",
    "/accounts",
    "/events",
    `/accounts/${administrator.id}`,
    `/accounts/${newId()}`,
    "/nowhere",
  ];
  for (const path of paths)
    for (const headers of [{}, { rsc: "1" }, { accept: "application/json" }]) {
      const { status, body } = await askAsRouter(`${server.url}/admin${path}`, { cookie, headers });
      // Next's router is told inside an answer that begins with 200.
      const told = body.includes("NEXT_HTTP_ERROR_FALLBACK;404") ? 404 : status;
      expect.soft("rsc" in headers ? told : status, `${path} ${JSON.stringify(headers)}`).toBe(404);
      expect(body).not.toContain(administrator.email);
    }
  const { items } = await store.services.audit.list({ accountId: account.id, name: "authz_fail" });
  expect(items.length).toBeGreaterThan(0);
});

/** Next's router marks its requests in the address as well, and is sent there when it did not. */
async function askAsRouter(url: string, asked: Ask): Promise<Answer> {
  const answer = await ask(url, asked);
  const { location = "" } = answer.headers;
  return location.includes("_rsc") ? ask(new URL(location, url).href, asked) : answer;
}

function formOf(
  { server, account, cookie }: Target,
  query: string,
  label: string,
): Promise<HeldForm> {
  return readForm(`${server.url}/admin/accounts/${account.id}${query}`, label, cookie);
}

const filled = (form: HeldForm, fields: Record<string, string>): HeldForm => ({
  ...form,
  fields: { ...form.fields, ...fields },
});
