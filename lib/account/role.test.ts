import { expect, test } from "vitest";
import { commandLine } from "#lib/audit/event.ts";
import { after, days } from "#lib/duration.ts";
import { actorOf, anAccount, noon } from "#lib/testing/builders.ts";
import { temporaryServices, trail } from "#lib/testing/services.ts";

const client = { address: "192.0.2.7", userAgent: "curl/8.5.0" };

async function aDesk() {
  const desk = temporaryServices();
  const { database, services } = desk;
  const admin = anAccount(database, { role: "admin" });
  const member = anAccount(database);
  const issued = await services.sessions.start(member, { client, remember: true });
  if (issued === null) throw new Error("The member has to be able to sign in.");
  const by = actorOf(admin);
  const before = trail(database).length;
  const recorded = () => trail(database).slice(before);
  const roleOf = async (id: string) => (await services.accounts.find(id))?.role;
  return { ...desk, admin, member, token: issued.token, by, recorded, roleOf };
}

test("a change of role ends the account's sessions, says who did it, and is recorded once", async () => {
  const { admin, by, member, recorded, roleOf, services, token } = await aDesk();
  expect(await services.accounts.changeRole(member.id, "admin", by)).toBe("done");
  expect(await roleOf(member.id)).toBe("admin");
  expect(await services.sessions.find(token)).toBeNull();
  const ending = { reason: "role_changed", by: "administrator", endedAt: noon };
  expect(await services.sessions.findEnding(token)).toEqual(ending);
  const whom = { accountId: member.id, actorId: admin.id };
  expect(recorded()).toMatchObject([
    { name: "authz_change", ...whom, detail: { from: "member", to: "admin" } },
    { name: "authn_token_revoked", ...whom, detail: { reason: "role_changed" } },
  ]);
});

test("the same role again changes nothing and ends nothing", async () => {
  const { by, member, recorded, services, token } = await aDesk();
  expect(await services.accounts.changeRole(member.id, "member", by)).toBe("unchanged");
  expect(await services.sessions.find(token)).not.toBeNull();
  expect(recorded()).toEqual([]);
});

test("nobody changes their own role, even with another administrator there", async () => {
  const { admin, by, database, recorded, roleOf, services } = await aDesk();
  anAccount(database, { role: "admin" });
  expect(await services.accounts.changeRole(admin.id, "member", by)).toBe("yourself");
  expect(await roleOf(admin.id)).toBe("admin");
  expect(recorded()).toEqual([]);
});

test("an unknown account has no role to change", async () => {
  const { by, recorded, services } = await aDesk();
  expect(await services.accounts.changeRole("nobody", "admin", by)).toBe("unknown");
  expect(recorded()).toEqual([]);
});

test("the last administrator stays one, from the command line too", async () => {
  const { admin, recorded, roleOf, services } = await aDesk();
  const outcome = await services.accounts.changeRole(admin.id, "member", commandLine);
  expect(outcome).toBe("last_administrator");
  expect(await roleOf(admin.id)).toBe("admin");
  expect(recorded()).toEqual([]);
});

test("a banned administrator does not count as another one until the ban is over", async () => {
  const { admin, clock, database, services } = await aDesk();
  const bannedUntil = after(noon, days(1));
  anAccount(database, { role: "admin", bannedAt: noon, bannedUntil });
  const demote = () => services.accounts.changeRole(admin.id, "member", commandLine);
  expect(await demote()).toBe("last_administrator");
  clock.set(bannedUntil);
  expect(await demote()).toBe("done");
});

test("of two administrators who demote each other at once, one remains", async () => {
  const { admin, by, database, services } = await aDesk();
  const other = anAccount(database, { role: "admin" });
  const outcomes = await Promise.all([
    services.accounts.changeRole(other.id, "member", by),
    services.accounts.changeRole(admin.id, "member", actorOf(other)),
  ]);
  expect(outcomes).toEqual(["done", "last_administrator"]);
  expect((await services.accounts.counts()).administrators).toBe(1);
});
