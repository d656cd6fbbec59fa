import { expect, test } from "vitest";
import { minutes } from "#lib/duration.ts";
import { anAccount } from "#lib/testing/builders.ts";
import { actorBehind, hashOf, temporaryServices, trail } from "#lib/testing/services.ts";

const password = "correct horse battery";
const hash = await hashOf(password);
const client = { address: "192.0.2.7", userAgent: "curl/8.5.0" };

/** Somebody who signed in eleven minutes ago. */
async function aStaleDesk() {
  const desk = temporaryServices();
  const { database, services, clock } = desk;
  const account = anAccount(database, { passwordHash: hash });
  const issued = await services.sessions.start(account, { client, remember: true });
  if (issued === null) throw new Error("The session did not start.");
  const by = await actorBehind(services, issued.token);
  clock.advance(minutes(11));
  const isFresh = async (token = issued.token) => {
    const session = await services.sessions.find(token);
    return session && services.sessions.isFresh(session);
  };
  return { ...desk, by, issued, isFresh };
}

test("the right password makes the session fresh, under a new token; the old one is dead", async () => {
  const { services, by, issued, isFresh, clock, database } = await aStaleDesk();
  expect(await isFresh()).toBe(false);
  const outcome = await services.accounts.reauthenticate(password, by);
  if (outcome.kind !== "confirmed") throw new Error(outcome.kind);
  expect(outcome).toMatchObject({ remembered: true });
  expect(await isFresh(outcome.token)).toBe(true);
  expect(await isFresh()).toBeNull();
  expect(outcome.token).not.toBe(issued.token);
  expect(trail(database).at(-1)).toMatchObject({
    name: "session_renewed",
    sessionId: by.sessionId,
  });
  clock.advance(minutes(10));
  expect(await isFresh(outcome.token)).toBe(false);
});

test("a wrong password changes nothing and stands in the trail", async () => {
  const { services, by, isFresh, database } = await aStaleDesk();
  expect(await services.accounts.reauthenticate("something else", by)).toEqual({
    kind: "wrong_password",
  });
  expect(await isFresh()).toBe(false);
  expect(trail(database).at(-1)).toMatchObject({
    name: "authn_login_fail",
    actorId: by.id,
    detail: { why: "asked_again" },
  });
});

test("whoever holds the session cannot guess on: here and at the change of password together", async () => {
  const { services, by } = await aStaleDesk();
  for (let tried = 0; tried < 5; tried++) {
    await services.accounts.reauthenticate("something else", by);
    await services.accounts.changePassword({ current: "wrong", next: "does not matter" }, by);
  }
  expect(await services.accounts.reauthenticate(password, by)).toMatchObject({ kind: "throttled" });
});

test("a session that ended meanwhile stays ended", async () => {
  const { services, by, issued } = await aStaleDesk();
  await services.sessions.signOut(by);
  expect(await services.accounts.reauthenticate(password, by)).toEqual({ kind: "session_ended" });
  expect(await services.sessions.find(issued.token)).toBeNull();
});
