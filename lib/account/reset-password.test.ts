import { expect, test } from "vitest";
import { commandLine } from "#lib/audit/event.ts";
import { days, minutes } from "#lib/duration.ts";
import { newToken } from "#lib/session/token.ts";
import { temporaryDatabase, temporaryFile } from "#lib/testing/database.ts";
import { aMailDesk, client, kindsOf, password } from "#lib/testing/mail-desk.ts";
import { quickPasswords, temporaryServices, trail } from "#lib/testing/services.ts";
import type { Passwords } from "./passwords.ts";

const { address } = client;
const next = "staple battery correct";

async function aLink() {
  const desk = await aMailDesk();
  const { account, services, link } = desk;
  await services.accounts.requestReset({ email: account.email, address });
  const token = await link("/reset-password");
  const before = trail(desk.database).length;
  return {
    ...desk,
    token,
    reset: (given = token) =>
      services.accounts.resetPassword({ token: given, password: next, address }),
    recorded: () => trail(desk.database).slice(before),
  };
}

test("afterwards the new password signs in, the old one does not, and nobody is signed in", async () => {
  const { account, reset, services, signIn, here } = await aLink();
  expect(await reset()).toEqual({ kind: "reset" });
  expect(await services.sessions.list(account.id)).toEqual([]);
  expect(await services.sessions.findEnding(here)).toMatchObject({
    reason: "password_changed",
    by: "you",
  });
  expect(await signIn({ password })).toBeNull();
  expect(await signIn({ password: next })).not.toBeNull();
});

test("it is recorded, and told to the owner", async () => {
  const { account, database, deliver, recorded, reset } = await aLink();
  await reset();
  const { id: accountId, email } = account;
  expect(recorded()).toMatchObject([
    { name: "authn_password_change", actorId: accountId, actorSessionId: null, accountId, address },
    { name: "authn_token_revoked", accountId, detail: { reason: "password_changed" } },
  ]);
  expect(kindsOf(await deliver())).toEqual([`${email}: Your password was changed`]);
  expect(database.$client.serialize().includes(next)).toBe(false);
});

test("looking at the link uses nothing up", async () => {
  const { reset, services, token } = await aLink();
  for (let time = 0; time < 5; time++)
    expect(await services.accounts.findReset(token)).not.toBeNull();
  expect(await reset()).toEqual({ kind: "reset" });
  expect(await services.accounts.findReset(token)).toBeNull();
});

test("of fifty uses at once one succeeds, and the reuse is recorded once", async () => {
  const { recorded, reset } = await aLink();
  const kinds = (await Promise.all(Array.from({ length: 50 }, () => reset()))).map(
    ({ kind }) => kind,
  );
  expect(kinds.filter((kind) => kind === "reset")).toHaveLength(1);
  const names = recorded().map(({ name }) => name);
  expect(names.filter((name) => name === "authn_password_change")).toHaveLength(1);
  expect(names.filter((name) => name === "authn_token_reuse")).toHaveLength(1);
});

test("of fifty uses at once one costs a hash", async () => {
  let hashed = 0;
  const { database, token } = await aLink();
  const passwords: Passwords = {
    ...quickPasswords,
    hash: (...given) => {
      hashed++;
      return quickPasswords.hash(...given);
    },
  };
  const { accounts } = temporaryServices({ database, passwords }).services;
  const asked = { token, password: next, address };
  await Promise.all(Array.from({ length: 50 }, () => accounts.resetPassword(asked)));
  expect(hashed).toBe(1);
});

test("of two processes that use one link at once, one succeeds", async () => {
  const file = temporaryFile();
  const one = await aMailDesk(temporaryDatabase(file));
  const other = temporaryServices({ database: temporaryDatabase(file) });
  await one.services.accounts.requestReset({ email: one.account.email, address });
  const asked = { token: await one.link("/reset-password"), password: next, address };
  const both = [one.services, other.services].flatMap(({ accounts }) =>
    Array.from({ length: 5 }, () => accounts.resetPassword(asked)),
  );
  const kinds = (await Promise.all(both)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "reset")).toHaveLength(1);
});

test("a link works for ten minutes", async () => {
  const { clock, reset } = await aLink();
  clock.advance(minutes(10));
  expect(await reset()).toEqual({ kind: "link_dead" });
});

test("a link that nobody issued is dead, and leaves no line", async () => {
  const { recorded, reset } = await aLink();
  expect(await reset(newToken())).toEqual({ kind: "link_dead" });
  expect(recorded()).toEqual([]);
});

test("one link's use ends the others", async () => {
  const { account, link, reset, services } = await aLink();
  await services.accounts.requestReset({ email: account.email, address });
  const other = await link("/reset-password");
  expect(await reset(other)).toEqual({ kind: "reset" });
  expect(await reset()).toEqual({ kind: "link_dead" });
});

test("a change with the current password ends the links, and is told to the owner", async () => {
  const { account, by, deliver, reset, services } = await aLink();
  await services.accounts.requestReset({ email: account.email, address });
  await services.accounts.changePassword({ current: password, next: "another password yet" }, by);
  expect(kindsOf(await deliver())).toEqual([`${account.email}: Your password was changed`]);
  expect(await reset()).toEqual({ kind: "link_dead" });
});

test("it ends what a thief may have prepared: a change of address", async () => {
  const { by, link, reset, services } = await aLink();
  await services.accounts.requestEmailChange("thief@example.com", by);
  const token = await link("/verify-email");
  await reset();
  expect(await services.accounts.confirmEmail({ token, address })).toBe("link_dead");
});

test("a link does not work for an address that is the account's no more", async () => {
  const { account, database, reset, signIn } = await aLink();
  database.$client
    .prepare("update accounts set email = 'new@example.com' where id = ?")
    .run(account.id);
  expect(await reset()).toEqual({ kind: "link_dead" });
  expect(await signIn({ email: "new@example.com" })).not.toBeNull();
});

test("a ban stands", async () => {
  const { account, reset, services, signIn } = await aLink();
  await services.accounts.ban(account.id, { reason: "spam", until: null }, commandLine);
  expect(await reset()).toEqual({ kind: "reset" });
  expect(await signIn({ password: next })).toBeNull();
  expect((await services.accounts.find(account.id))?.bannedAt).not.toBeNull();
});

test("it lifts what a disowned sign-in asked for, and proves the address", async () => {
  const { account, clock, database, reset, services } = await aLink();
  database.$client
    .prepare("update accounts set reset_required_at = 1 where id = ?")
    .run(account.id);
  await reset();
  const reread = await services.accounts.find(account.id);
  expect(reread).toMatchObject({ resetRequiredAt: null, emailVerifiedAt: clock.now() });
});

test("somebody else's sessions and password stay", async () => {
  const { database, reset, services } = await aLink();
  const other = await aMailDesk(database);
  await reset();
  expect(await services.sessions.find(other.here)).not.toBeNull();
  expect(await other.signIn()).not.toBeNull();
});

test("when too many passwords are waiting it is busy, and the link works afterwards", async () => {
  const { database, reset, token } = await aLink();
  const passwords = { ...quickPasswords, hash: async () => null };
  const busy = temporaryServices({ database, passwords });
  const asked = { token, password: next, address };
  expect(await busy.services.accounts.resetPassword(asked)).toEqual({ kind: "busy" });
  expect(await reset()).toEqual({ kind: "reset" });
});

test("tokens of other purposes are none", async () => {
  const { by, link, reset, services } = await aLink();
  await services.accounts.requestVerification(by);
  expect(await reset(await link("/verify-email"))).toEqual({ kind: "link_dead" });
});

test("the sweep forgets links that ran out", async () => {
  const { clock, database, services } = await aLink();
  clock.advance(days(1));
  await services.sweep();
  const left = database.$client.prepare("select count(*) from one_time_tokens").pluck().get();
  expect(left).toBe(0);
});
