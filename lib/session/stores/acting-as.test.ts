import { expect, test } from "vitest";
import { commandLine } from "#lib/audit/event.ts";
import { anAccount } from "#lib/testing/builders.ts";
import { actorBehind, temporaryServices, trail } from "#lib/testing/services.ts";

const client = { address: "192.0.2.7", userAgent: "curl/8.5.0" };

/** An administrator whose session ended after the guard had let them in, and somebody to act on. */
async function aLateAdministrator() {
  const desk = temporaryServices();
  const { database, services } = desk;
  const admin = anAccount(database, { role: "admin" });
  anAccount(database, { role: "admin" });
  const member = anAccount(database);
  const start = async (account: typeof admin) => {
    const issued = await services.sessions.start(account, { client, remember: false });
    if (issued === null) throw new Error("Everybody here has to be able to sign in.");
    return issued.token;
  };
  const by = await actorBehind(services, await start(admin));
  const token = await start(member);
  const session = await services.sessions.find(token);
  await services.sessions.forceEverywhere(admin.id, commandLine);
  const before = trail(database).length;
  return { ...desk, by, member, token, sessionId: session?.id ?? "", before };
}

test("whoever's session has ended does nothing any more, whatever the guard saw", async () => {
  const { database, services, by, member, token, sessionId, before } = await aLateAdministrator();
  const { accounts, sessions } = services;
  expect(await accounts.changeRole(member.id, "admin", by)).toBe("session_ended");
  expect(await accounts.ban(member.id, { reason: "late", until: null }, by)).toBe("session_ended");
  expect(await accounts.liftBan(member.id, by)).toBe(false);
  expect(await sessions.force(sessionId, by, member.id)).toBe(false);
  expect(await sessions.forceEverywhere(member.id, by)).toBe(0);
  expect(await sessions.revokeEverywhere(by)).toBe(0);
  await accounts.rename("Nobody", by);
  expect(trail(database)).toHaveLength(before);
  expect((await accounts.find(by.id))?.name).not.toBe("Nobody");
  expect(await sessions.find(token)).not.toBeNull();
});

test("the trail says through which session somebody acted", async () => {
  const { database, services, member } = await aLateAdministrator();
  const admin = anAccount(database, { role: "admin" });
  const issued = await services.sessions.start(admin, { client, remember: false });
  const by = await actorBehind(services, issued?.token ?? ("" as never));
  await services.accounts.ban(member.id, { reason: "spam", until: null }, by);
  const events = trail(database).filter(({ actorId }) => actorId === admin.id);
  expect(events.map(({ name, actorSessionId }) => [name, actorSessionId])).toEqual([
    ["authn_login_success", null],
    ["user_banned", by.sessionId],
    ["authn_token_revoked", by.sessionId],
  ]);
});
