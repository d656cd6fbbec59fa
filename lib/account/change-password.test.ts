import { describe, expect, test } from "vitest";
import { minutes } from "#lib/duration.ts";
import { anAccount } from "#lib/testing/builders.ts";
import {
  actorBehind,
  hashOf,
  quickPasswords,
  temporaryServices,
  trail,
} from "#lib/testing/services.ts";
import type { Passwords } from "./passwords.ts";

const current = "correct horse battery";
const next = "staple battery correct";
const currentHash = await hashOf(current);
const client = { address: "192.0.2.7", userAgent: "curl/8.5.0" };

/** An account whose person is signed in here and on another device. */
async function aDesk(passwords: Passwords = quickPasswords) {
  const desk = temporaryServices({ passwords });
  const { database, services } = desk;
  const account = anAccount(database, { passwordHash: currentHash });
  const signIn = async (password: string) => {
    const asked = { email: account.email, password, remember: true, client, replaces: null };
    const outcome = await services.accounts.signIn(asked);
    return outcome.kind === "signed_in" ? outcome.token : null;
  };
  const here = await signIn(current);
  const elsewhere = await signIn(current);
  if (here === null || elsewhere === null) throw new Error("Both sign-ins have to succeed.");
  const by = await actorBehind(services, here);
  const change = (asked = { current, next }) => services.accounts.changePassword(asked, by);
  const before = trail(database).length;
  const recorded = () => trail(database).slice(before);
  desk.clock.advance(minutes(1));
  return { ...desk, account, here, elsewhere, by, change, signIn, recorded };
}

/** The real thing; `during` runs while the new password is being hashed. */
function interrupted(during: () => Promise<unknown>): Passwords {
  return {
    ...quickPasswords,
    async hash(password) {
      const hash = await quickPasswords.hash(password);
      await during();
      return hash;
    },
  };
}

test("afterwards the new password signs in and the old one does not", async () => {
  const { change, signIn } = await aDesk();
  expect(await change()).toMatchObject({ kind: "changed", remembered: true });
  expect(await signIn(current)).toBeNull();
  expect(await signIn(next)).not.toBeNull();
});

test("this session goes on under a new token, and the old token is dead", async () => {
  const { change, clock, here, by, services } = await aDesk();
  const outcome = await change();
  if (outcome.kind !== "changed") throw new Error(outcome.kind);
  expect(outcome.token).not.toBe(here);
  expect(await services.sessions.find(here)).toBeNull();
  const renewed = await services.sessions.find(outcome.token);
  expect(renewed).toMatchObject({ id: by.sessionId, authenticatedAt: clock.now() });
});

test("every other session ends because the password was changed, by its owner", async () => {
  const { change, clock, elsewhere, services } = await aDesk();
  await change();
  expect(await services.sessions.find(elsewhere)).toBeNull();
  const ending = { reason: "password_changed", by: "you", endedAt: clock.now() };
  expect(await services.sessions.findEnding(elsewhere)).toEqual(ending);
});

test("it is recorded once, with what it ended, and without a password", async () => {
  const { change, by, database, recorded } = await aDesk();
  await change();
  const { id: accountId, sessionId } = by;
  expect(recorded()).toMatchObject([
    { name: "authn_password_change", accountId, sessionId, actorId: accountId },
    { name: "authn_token_revoked", accountId, detail: { reason: "password_changed" } },
    { name: "session_renewed", accountId, sessionId },
  ]);
  const everything = database.$client.serialize();
  for (const password of [current, next]) expect(everything.includes(password)).toBe(false);
});

test("somebody else's sessions stay", async () => {
  const { change, database, services } = await aDesk();
  const other = anAccount(database, { passwordHash: currentHash });
  const started = await services.sessions.start(other, { client, remember: false });
  await change();
  expect(started && (await services.sessions.find(started.token))).not.toBeNull();
});

describe("a wrong current password", () => {
  test("changes nothing and is recorded", async () => {
    const { change, elsewhere, here, recorded, services, signIn, by } = await aDesk();
    expect(await change({ current: "wrong", next })).toEqual({ kind: "wrong_password" });
    expect(recorded()).toMatchObject([
      { name: "authn_password_change_fail", accountId: by.id, sessionId: by.sessionId },
    ]);
    expect(await services.sessions.find(here)).not.toBeNull();
    expect(await services.sessions.find(elsewhere)).not.toBeNull();
    expect(await signIn(next)).toBeNull();
  });

  test("ten times makes even the right one wait a quarter of an hour", async () => {
    const { change, clock } = await aDesk();
    const until = new Date(clock.now().getTime() + minutes(15));
    for (let tried = 0; tried < 10; tried++)
      expect(await change({ current: "wrong", next })).toEqual({ kind: "wrong_password" });
    expect(await change()).toEqual({ kind: "throttled", until });
    clock.set(until);
    expect((await change()).kind).toBe("changed");
  });

  test("too often is noted once, when it is first refused", async () => {
    const { change, recorded } = await aDesk();
    for (let tried = 0; tried < 13; tried++) await change({ current: "wrong", next });
    const names = recorded().map(({ name }) => name);
    expect(names).toEqual([
      ...Array(10).fill("authn_password_change_fail"),
      "excess_rate_limit_exceeded",
    ]);
  });

  test("fifty times at once is checked ten times", async () => {
    const { change } = await aDesk();
    const tries = Array.from({ length: 50 }, () => change({ current: "wrong", next }));
    const kinds = (await Promise.all(tries)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "wrong_password")).toHaveLength(10);
    expect(kinds.filter((kind) => kind === "throttled")).toHaveLength(40);
  });

  test("does not keep its person from signing in elsewhere", async () => {
    const { change, signIn } = await aDesk();
    for (let tried = 0; tried < 10; tried++) await change({ current: "wrong", next });
    expect(await signIn(current)).not.toBeNull();
  });
});

test("a session that ends while the new password is hashed changes nothing", async () => {
  const passwords = interrupted(() => desk.services.sessions.signOut(desk.by));
  const desk = await aDesk(passwords);
  const { change, elsewhere, recorded, services, signIn } = desk;
  expect(await change()).toEqual({ kind: "session_ended" });
  expect(recorded().map(({ name }) => name)).toEqual(["authn_token_delete"]);
  expect(await services.sessions.find(elsewhere)).not.toBeNull();
  expect(await signIn(next)).toBeNull();
  expect(await signIn(current)).not.toBeNull();
});

test("of two changes at once from two devices, one wins and ends the other's session", async () => {
  const { change, elsewhere, here, services, signIn } = await aDesk();
  const other = await actorBehind(services, elsewhere);
  const theirs = { current, next: "another new password" };
  const outcomes = await Promise.all([change(), services.accounts.changePassword(theirs, other)]);
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["changed", "session_ended"]);
  const won = outcomes[0].kind === "changed" ? next : theirs.next;
  expect(await signIn(won)).not.toBeNull();
  expect(await signIn(won === next ? theirs.next : next)).toBeNull();
  expect(await services.sessions.find(here)).toBeNull();
});

test.each(["matches", "hash"] as const)(
  "it is busy, and no failure counts, when %s finds too many waiting",
  async (step) => {
    let waiting = false;
    const passwords: Passwords = {
      ...quickPasswords,
      matches: async (...given) =>
        waiting && step === "matches" ? null : quickPasswords.matches(...given),
      hash: async (password) => (waiting && step === "hash" ? null : quickPasswords.hash(password)),
    };
    const { change, elsewhere, recorded, services } = await aDesk(passwords);
    waiting = true;
    for (let tried = 0; tried < 12; tried++) expect(await change()).toEqual({ kind: "busy" });
    expect(recorded()).toEqual([]);
    expect(await services.sessions.find(elsewhere)).not.toBeNull();
    waiting = false;
    expect((await change()).kind).toBe("changed");
  },
);
