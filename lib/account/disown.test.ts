import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { accounts, knownDevices } from "#db/schema.ts";
import { days, minutes } from "#lib/duration.ts";
import { issueToken, type TokenGrant } from "#lib/link/one-time-token.ts";
import { newToken } from "#lib/session/token.ts";
import { anAccount } from "#lib/testing/builders.ts";
import { actorBehind, hashOf, temporaryServices, trail } from "#lib/testing/services.ts";

const right = "correct horse battery";
const rightHash = await hashOf(right);
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";
const client = { address: "192.0.2.7", userAgent: firefox };
const elsewhere = "203.0.113.5";

/** An account in which a thief has signed in, its owner too, and the link of the mail about the thief. */
async function aDesk() {
  const desk = temporaryServices();
  const { database, services, clock } = desk;
  const account = anAccount(database, { passwordHash: rightHash });
  const signIn = (password = right) => {
    const asked = { email: account.email, password, remember: false, replaces: null };
    return services.accounts.signIn({ ...asked, client });
  };
  const started = async () => {
    const outcome = await signIn();
    if (outcome.kind !== "signed_in") throw new Error(outcome.kind);
    return outcome;
  };
  const own = await started();
  const thief = await started();
  const { sessionId } = await actorBehind(services, thief.token);
  const link = (given: Partial<TokenGrant> = {}) =>
    issueToken(
      database,
      { purpose: "disown_session", accountId: account.id, sessionId, ...given },
      days(7),
      clock.now(),
    );
  const row = () => database.select().from(accounts).where(eq(accounts.id, account.id)).get();
  const before = trail(database).length;
  const recorded = () => trail(database).slice(before);
  const disown = (token: string) => services.disown.session(token, elsewhere);
  return { ...desk, account, signIn, own, thief, sessionId, link, row, recorded, disown };
}

test("looking tells the device and when, and uses nothing up", async () => {
  const { clock, link, recorded, services, row } = await aDesk();
  const at = clock.now();
  const token = link();
  clock.advance(minutes(5));
  for (let look = 0; look < 3; look++)
    expect(await services.disown.find(token)).toEqual({ device: "Firefox on Linux", at });
  expect(recorded()).toEqual([]);
  expect(row()?.resetRequiredAt).toBeNull();
});

test("disowning ends that session, by its owner, and leaves the owner's", async () => {
  const { disown, link, own, services, thief } = await aDesk();
  expect(await disown(link())).toBe(true);
  expect(await services.sessions.find(thief.token)).toBeNull();
  const ending = await services.sessions.findEnding(thief.token);
  expect(ending).toMatchObject({ reason: "revoked", by: "you" });
  expect(await services.sessions.find(own.token)).not.toBeNull();
});

test("the password starts nothing any more until it is reset, and only who knows it learns so", async () => {
  const { account, database, disown, link, row, services, signIn, clock } = await aDesk();
  await disown(link());
  expect(row()?.resetRequiredAt).toEqual(clock.now());
  expect(await signIn()).toEqual({ kind: "reset_required" });
  expect(trail(database).at(-1)).toMatchObject({
    name: "authn_login_fail",
    accountId: account.id,
    detail: { why: "reset_required" },
  });
  expect(await signIn("wrong")).toEqual({ kind: "refused" });
  expect(await services.sessions.countLive()).toBe(1);
  database.update(accounts).set({ resetRequiredAt: null }).run();
  expect((await signIn()).kind).toBe("signed_in");
});

test("a sign-in whose password was checked before is refused too", async () => {
  const { account, disown, link, services } = await aDesk();
  await disown(link());
  expect(await services.sessions.start(account, { client, remember: false })).toBeNull();
});

test("the account's browsers are forgotten, those of others are not", async () => {
  const { account, database, disown, link } = await aDesk();
  const other = anAccount(database);
  const at = account.createdAt;
  const row = { accountId: other.id, tokenHash: Buffer.from("x"), createdAt: at, lastUsedAt: at };
  database.insert(knownDevices).values(row).run();
  await disown(link());
  expect(database.select().from(knownDevices).all()).toMatchObject([{ accountId: other.id }]);
});

test("the trail tells that the account was locked and which session ended, from where", async () => {
  const { account, disown, link, recorded, sessionId } = await aDesk();
  await disown(link());
  const by = { actorKind: "account", actorId: account.id, address: elsewhere };
  expect(recorded()).toMatchObject([
    { name: "authn_login_lock", accountId: account.id, sessionId, ...by },
    { name: "authn_token_revoked", accountId: account.id, sessionId, ...by },
  ]);
});

test("of fifty uses at once one works", async () => {
  const { disown, link, recorded } = await aDesk();
  const token = link();
  const uses = await Promise.all(Array.from({ length: 50 }, () => disown(token)));
  expect(uses.filter((worked) => worked)).toHaveLength(1);
  expect(recorded()).toHaveLength(2);
});

test("a session that is over already can still be disowned: the password is known all the same", async () => {
  const { disown, link, row, services, thief } = await aDesk();
  await services.sessions.signOut(await actorBehind(services, thief.token));
  const token = link();
  expect(await services.disown.find(token)).toMatchObject({ device: "Firefox on Linux" });
  expect(await disown(token)).toBe(true);
  expect(row()?.resetRequiredAt).not.toBeNull();
});

test.each([
  ["unknown", () => newToken()],
  ["used", async (desk: Desk) => use(desk, desk.link())],
  ["for something else", (desk: Desk) => desk.link({ purpose: "reset_password" })],
  ["of no session", (desk: Desk) => desk.link({ sessionId: null })],
  ["of no account", (desk: Desk) => desk.link({ accountId: null })],
  ["seven days old", (desk: Desk) => later(desk, desk.link())],
])("a link that is %s does nothing", async (_which, make) => {
  const desk = await aDesk();
  const token = await make(desk);
  desk.database.update(accounts).set({ resetRequiredAt: null }).run();
  const before = desk.recorded().length;
  expect(await desk.disown(token)).toBe(false);
  expect(desk.row()?.resetRequiredAt).toBeNull();
  expect(desk.recorded()).toHaveLength(before);
});

test("a link about somebody else's session ends nothing of theirs", async () => {
  const { database, disown, link, services, thief } = await aDesk();
  await disown(link({ accountId: anAccount(database).id }));
  expect(await services.sessions.find(thief.token)).not.toBeNull();
});

type Desk = Awaited<ReturnType<typeof aDesk>>;

async function use({ disown }: Desk, token: string): Promise<string> {
  await disown(token);
  return token;
}

function later({ clock }: Desk, token: string): string {
  clock.advance(days(7));
  return token;
}
