import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import {
  accounts,
  endedSessions,
  knownDevices,
  mails,
  oneTimeTokens,
  sessions,
} from "#db/schema.ts";
import { commandLine } from "#lib/audit/event.ts";
import { after, days } from "#lib/duration.ts";
import { issueToken } from "#lib/link/one-time-token.ts";
import { anAccount, aSession, noon } from "#lib/testing/builders.ts";
import { actorBehind, hashOf, temporaryServices, trail } from "#lib/testing/services.ts";

const password = "correct horse battery";
const passwordHash = await hashOf(password);
const client = { address: "192.0.2.7", userAgent: "curl/8.5.0" };

/** A member who is signed in twice, and an administrator. */
async function aDesk(given: Partial<typeof accounts.$inferSelect> = {}) {
  const desk = temporaryServices();
  const { database, services } = desk;
  const admin = anAccount(database, { role: "admin" });
  const ada = anAccount(database, { email: "ada@example.com", passwordHash, ...given });
  const start = async () => {
    const issued = await services.sessions.start(ada, { client, remember: true });
    if (issued === null) throw new Error("No session was started.");
    return issued.token;
  };
  const tokens = [await start(), await start()] as const;
  const by = await actorBehind(services, tokens[0]);
  const signIn = (typed = password) =>
    services.accounts.signIn({
      email: ada.email,
      password: typed,
      remember: false,
      client,
      replaces: null,
    });
  const sweepAll = async () => {
    while ((await services.sweep()) > 0);
  };
  const named = (name: string) => trail(database).filter((line) => line.name === name);
  const row = () => database.select().from(accounts).where(eq(accounts.id, ada.id)).get();
  return { ...desk, admin, ada, tokens, by, signIn, sweepAll, named, row };
}

describe("asking for the deletion of one's account", () => {
  test("makes it due in two weeks, ends every session and writes to its person", async () => {
    const { services, database, ada, tokens, by, named, row } = await aDesk();
    expect(await services.accounts.requestDeletion(by)).toBe("requested");
    const due = after(noon, days(14));
    expect(row()?.deletionDueAt).toEqual(due);
    expect(await services.sessions.list(ada.id)).toEqual([]);
    expect(await services.sessions.findEnding(tokens[1])).toMatchObject({
      reason: "account_deleted",
      by: "you",
    });
    expect(database.select().from(mails).all()).toMatchObject([
      { kind: "deletion_requested", recipient: "ada@example.com", accountId: ada.id },
    ]);
    expect(named("user_archived")).toMatchObject([
      { actorId: ada.id, accountId: ada.id, detail: { due: due.toISOString() } },
    ]);
  });

  test("is refused to the last administrator, and one who is leaving is none", async () => {
    const { database, services, admin, row, ada } = await aDesk({ role: "admin" });
    const issued = await services.sessions.start(admin, { client, remember: false });
    if (issued === null) throw new Error("No session was started.");
    const other = await actorBehind(services, issued.token);
    expect(await services.accounts.requestDeletion(other)).toBe("requested");
    const last = await services.sessions.start(ada, { client, remember: false });
    if (last === null) throw new Error("No session was started.");
    const by = await actorBehind(services, last.token);
    expect(await services.accounts.requestDeletion(by)).toBe("last_administrator");
    expect(row()?.deletionDueAt).toBeNull();
    expect(await services.accounts.delete(ada.id, commandLine)).toBe("last_administrator");
    expect(await services.accounts.changeRole(ada.id, "member", commandLine)).toBe(
      "last_administrator",
    );
    expect(database.select().from(mails).all()).toHaveLength(1);
  });

  test("does nothing for a session that has ended meanwhile", async () => {
    const { database, services, by, row } = await aDesk();
    await services.sessions.revokeEverywhere(by);
    expect(await services.accounts.requestDeletion(by)).toBe("session_ended");
    expect(row()?.deletionDueAt).toBeNull();
    expect(database.select().from(mails).all()).toEqual([]);
  });
});

describe("until it is due", () => {
  test("the right password keeps the account, and the person is told", async () => {
    const { services, by, clock, ada, signIn, sweepAll, named, row } = await aDesk();
    await services.accounts.requestDeletion(by);
    clock.advance(days(13));
    await sweepAll();
    expect(await signIn()).toMatchObject({ kind: "signed_in", kept: true });
    expect(row()?.deletionDueAt).toBeNull();
    expect(named("user_updated")).toMatchObject([
      { actorId: ada.id, accountId: ada.id, detail: { changed: "deletion cancelled" } },
    ]);
    expect(await signIn()).toMatchObject({ kind: "signed_in", kept: false });
    clock.advance(days(30));
    await sweepAll();
    expect(row()).toBeDefined();
  });

  test("a wrong password does not", async () => {
    const { services, by, signIn, row } = await aDesk();
    await services.accounts.requestDeletion(by);
    expect(await signIn("wrong")).toEqual({ kind: "refused" });
    expect(row()?.deletionDueAt).not.toBeNull();
  });

  test("nor does a banned person's right one", async () => {
    const { services, by, ada, signIn, sweepAll, clock, row, named } = await aDesk();
    await services.accounts.requestDeletion(by);
    await services.accounts.ban(ada.id, { reason: "Spam", until: null }, commandLine);
    expect(await signIn()).toMatchObject({ kind: "banned" });
    expect(row()?.deletionDueAt).not.toBeNull();
    expect(named("user_updated")).toEqual([]);
    clock.advance(days(14));
    await sweepAll();
    expect(row()).toBeUndefined();
  });

  test("nor a throttled person's", async () => {
    const { services, by, signIn, row } = await aDesk();
    await services.accounts.requestDeletion(by);
    for (let count = 0; count < 10; count++) await signIn("wrong");
    expect(await signIn()).toMatchObject({ kind: "throttled" });
    expect(row()?.deletionDueAt).not.toBeNull();
  });
});

describe("when it is due", () => {
  test("the sweep deletes the account and all that is kept about it, and nothing of anybody else", async () => {
    const { database, services, admin, ada, by, clock, sweepAll, signIn } = await aDesk();
    const life = days(99);
    for (const { id } of [ada, admin]) {
      issueToken(database, { purpose: "reset_password", accountId: id }, life, noon);
      const device = { accountId: id, createdAt: noon, lastUsedAt: noon };
      database
        .insert(knownDevices)
        .values({ ...device, tokenHash: Buffer.from(id) })
        .run();
      const ended = {
        reason: "forced",
        actorKind: "system",
        endedAt: after(noon, days(14)),
      } as const;
      for (let count = 0; count < 250; count++)
        database
          .insert(endedSessions)
          .values({ ...aSession(id), ...ended })
          .run();
    }
    await services.accounts.requestDeletion(by);
    clock.advance(days(14));
    await sweepAll();

    const tables = [sessions, endedSessions, knownDevices, oneTimeTokens, mails] as const;
    const left = tables.map((table) =>
      database
        .select()
        .from(table)
        .all()
        .filter(({ accountId }) => accountId === ada.id),
    );
    expect(left).toEqual([[], [], [], [], []]);
    expect(database.select().from(accounts).all()).toMatchObject([{ id: admin.id }]);
    expect(database.select().from(endedSessions).all()).toHaveLength(250);
    expect(database.select().from(knownDevices).all()).toHaveLength(1);
    expect(await signIn()).toEqual({ kind: "refused" });
  });

  test("the trail keeps its lines, which know the account by its id alone", async () => {
    const { database, services, ada, by, clock, sweepAll, named } = await aDesk();
    await services.accounts.rename("Ada King", by);
    await services.accounts.requestDeletion(by);
    clock.advance(days(14));
    await sweepAll();
    expect(named("user_deleted")).toMatchObject([{ accountId: ada.id, actorKind: "system" }]);
    expect(named("user_updated")).toMatchObject([{ accountId: ada.id }]);
    const text = JSON.stringify(trail(database));
    for (const personal of [ada.email, ada.name, "Ada King"]) expect(text).not.toContain(personal);
    const { items } = await services.audit.list({ accountId: ada.id });
    expect(items.every(({ account }) => account === null || account.email === null)).toBe(true);
    expect(services.audit.verify()).toMatchObject({ kind: "intact" });
  });
});

test("at the shell an account is deleted at once, its live sessions too", async () => {
  const { services, ada, tokens, named, row } = await aDesk();
  expect(await services.accounts.delete(ada.id, commandLine)).toBe("deleted");
  expect(row()).toBeUndefined();
  expect(await services.sessions.find(tokens[0])).toBeNull();
  expect(await services.sessions.findEnding(tokens[0])).toBeNull();
  expect(named("authn_token_revoked")).toHaveLength(2);
  expect(named("user_deleted")).toHaveLength(1);
  expect(await services.accounts.delete(ada.id, commandLine)).toBe("unknown");
});
