import { describe, expect, test } from "vitest";
import { accounts, sessions as rows } from "#db/schema.ts";
import { commandLine } from "#lib/audit/event.ts";
import { after, type Duration, days, hours, minutes, seconds } from "#lib/duration.ts";
import { actorOf, anAccount, noon } from "#lib/testing/builders.ts";
import { temporaryServices, trail } from "#lib/testing/services.ts";
import type { SignedIn, StartRequest } from "./sessions.ts";
import { hashToken, newToken, type SessionToken } from "./token.ts";

const client = { address: "192.0.2.1", userAgent: "curl/8.5.0" };

function aDesk() {
  const {
    database,
    clock,
    services: { sessions },
  } = temporaryServices();

  async function signIn(account: SignedIn, request: Partial<StartRequest> = {}) {
    const issued = await sessions.start(account, { client, remember: false, ...request });
    if (issued === null) throw new Error("The session did not start.");
    const session = await sessions.find(issued.token);
    if (session === null) throw new Error("The session is not alive.");
    return { ...issued, session, by: actorOf(account, session.id) };
  }

  const isAlive = async ({ token }: { token: SessionToken }) =>
    (await sessions.find(token)) !== null;
  const ending = ({ token }: { token: SessionToken }) => sessions.findEnding(token);
  return { database, clock, sessions, signIn, isAlive, ending, ada: anAccount(database) };
}

describe("starting", () => {
  test("gives a token that finds the session, its account and what was known of the client", async () => {
    const { sessions, signIn, ada } = aDesk();
    const { token, remembered } = await signIn(ada, { client });
    expect(remembered).toBe(false);
    expect(await sessions.find(token)).toEqual({
      id: expect.stringMatching(/^[\w-]{22}$/),
      kind: "browser",
      remembered: false,
      createdAt: noon,
      lastSeenAt: noon,
      authenticatedAt: noon,
      expiresAt: new Date("2026-01-15T13:00:00.000Z"),
      deviceName: null,
      place: null,
      ...client,
      account: { id: ada.id, name: ada.name, email: ada.email, role: "member" },
    });
  });

  test("keeps the token nowhere, only its hash", async () => {
    const { database, signIn, ada } = aDesk();
    const { token } = await signIn(ada);
    const stored = database.select().from(rows).all();
    expect(stored.map(({ tokenHash }) => tokenHash)).toEqual([hashToken(token)]);
    const everything = JSON.stringify([stored, trail(database)]);
    expect(everything).not.toContain(token);
  });

  test.each([
    ["member", false, false, hours(24)],
    ["member", true, true, days(30)],
    ["admin", false, false, hours(8)],
    // "Keep me signed in" does not apply to administrators.
    ["admin", true, false, hours(8)],
  ] as const)(
    "for a(n) %s who asked to be remembered: %s",
    async (role, remember, remembered, absolute) => {
      const { database, signIn } = aDesk();
      const issued = await signIn(anAccount(database, { role }), { remember });
      expect(issued.remembered).toBe(remembered);
      const stored = database.select().from(rows).all();
      expect(stored).toMatchObject([
        { remembered, expiresAt: new Date(noon.getTime() + absolute) },
      ]);
    },
  );

  test("ends the session that this browser had, and says to its bearer that it was them", async () => {
    const { signIn, isAlive, ending, ada } = aDesk();
    const old = await signIn(ada);
    const elsewhere = await signIn(ada);
    await signIn(ada, { replaces: old.token });
    expect(await isAlive(old)).toBe(false);
    expect(await isAlive(elsewhere)).toBe(true);
    expect(await ending(old)).toEqual({ reason: "signed_out", by: "you", endedAt: noon });
  });

  test("on a browser where somebody else was signed in calls nobody an administrator", async () => {
    const { database, signIn, ending, ada } = aDesk();
    const old = await signIn(ada);
    await signIn(anAccount(database), { replaces: old.token });
    expect(await ending(old)).toMatchObject({ reason: "signed_out", by: "you" });
  });

  test("never adopts the token that the browser brought", async () => {
    const { sessions, signIn, isAlive, ada } = aDesk();
    const known = newToken();
    const started = await signIn(ada, { replaces: known });
    expect(started.token).not.toBe(known);
    expect(await sessions.find(known)).toBeNull();
    expect(await isAlive(started)).toBe(true);
  });

  test.each([
    ["was banned", { bannedAt: noon }],
    ["has another password", { passwordChangedAt: new Date(noon.getTime() + 1) }],
    ["has another role", { role: "admin" }],
  ] as const)("gives nothing to an account that meanwhile %s", async (_, change) => {
    const { database, sessions, ada } = aDesk();
    database.update(accounts).set(change).run();
    expect(await sessions.start(ada, { client, remember: false })).toBeNull();
    expect(await sessions.countLive()).toBe(0);
  });

  test("keeps no more of the user agent than is ever read", async () => {
    const { signIn, ada } = aDesk();
    const { session } = await signIn(ada, { client: { ...client, userAgent: "x".repeat(10_000) } });
    expect(session.userAgent).toHaveLength(512);
  });
});

describe("finding", () => {
  test("finds nothing for an unknown token", async () => {
    const { sessions } = aDesk();
    expect(await sessions.find(newToken())).toBeNull();
    expect(await sessions.findEnding(newToken())).toBeNull();
  });

  test("writes nothing", async () => {
    const { database, clock, sessions, signIn, ada } = aDesk();
    const { token } = await signIn(ada);
    clock.advance(minutes(30));
    const changes = () => database.$client.prepare("select total_changes()").pluck().get();
    const before = changes();
    await sessions.find(token);
    await sessions.list(ada.id);
    await sessions.findEnding(token);
    expect(changes()).toBe(before);
  });

  test("a session is found until the millisecond in which it times out, and then told why", async () => {
    const { clock, signIn, isAlive, ending, ada } = aDesk();
    const started = await signIn(ada);
    clock.advance((hours(1) - 1) as Duration);
    expect([await isAlive(started), await ending(started)]).toEqual([true, null]);
    clock.advance(1 as Duration);
    expect(await isAlive(started)).toBe(false);
    const over = { reason: "idle", by: "latchkey", endedAt: new Date("2026-01-15T13:00:00.000Z") };
    expect(await ending(started)).toEqual(over);
  });

  test("the bearer reads the same before the sweep and long after it", async () => {
    const { clock, sessions, signIn, ending, ada } = aDesk();
    const idled = await signIn(ada);
    const inUse = await signIn(ada);
    for (let hour = 0; hour < 48; hour++) {
      clock.advance(minutes(30));
      const session = await sessions.find(inUse.token);
      if (session) await sessions.touch(session);
    }
    clock.advance(hours(12));
    const before = [await ending(idled), await ending(inUse)];
    expect(before).toEqual([
      { reason: "idle", by: "latchkey", endedAt: new Date("2026-01-15T13:00:00.000Z") },
      { reason: "expired", by: "latchkey", endedAt: new Date("2026-01-16T12:00:00.000Z") },
    ]);
    expect(await sessions.sweep()).toBe(2);
    expect([await ending(idled), await ending(inUse)]).toEqual(before);
  });

  test("lists only what is alive, last seen first", async () => {
    const { clock, sessions, signIn, ada } = aDesk();
    const idled = await signIn(ada);
    clock.advance(minutes(30));
    const second = await signIn(ada);
    const first = await signIn(ada);
    clock.advance(minutes(30));
    await sessions.touch(first.session);
    const ids = (await sessions.list(ada.id)).map(({ id }) => id);
    expect(ids).toEqual([first.session.id, second.session.id]);
    expect(ids).not.toContain(idled.session.id);
  });

  test("a ban counts from its very moment, even for a row that is still there", async () => {
    const { database, clock, signIn, isAlive, ada } = aDesk();
    const started = await signIn(ada);
    const bannedUntil = new Date(noon.getTime() + minutes(5));
    database.update(accounts).set({ bannedAt: noon, bannedUntil }).run();
    expect(await isAlive(started)).toBe(false);
    clock.advance((minutes(5) - 1) as Duration);
    expect(await isAlive(started)).toBe(false);
  });

  test("a member made administrator is held to the shorter idle timeout at once", async () => {
    const { database, clock, signIn, isAlive, ada } = aDesk();
    const started = await signIn(ada);
    clock.advance(minutes(45));
    expect(await isAlive(started)).toBe(true);
    database.update(accounts).set({ role: "admin" }).run();
    expect(await isAlive(started)).toBe(false);
  });
});

describe("touching", () => {
  test("notes use at most once in the touch interval", async () => {
    const { clock, sessions, signIn, ada } = aDesk();
    const { token, session } = await signIn(ada);
    const lastSeen = async () => (await sessions.find(token))?.lastSeenAt.getTime();
    clock.advance(seconds(59));
    await sessions.touch(session);
    expect(await lastSeen()).toBe(noon.getTime());
    clock.advance(seconds(1));
    await sessions.touch(session);
    expect(await lastSeen()).toBe(noon.getTime() + minutes(1));
  });

  test("prolongs the idle timeout but never the absolute one", async () => {
    const { clock, sessions, signIn, ada } = aDesk();
    const { token } = await signIn(ada);
    for (let half = 0; half < 47; half++) {
      clock.advance(minutes(30));
      const session = await sessions.find(token);
      if (session === null) throw new Error("The session is not alive.");
      await sessions.touch(session);
    }
    expect((await sessions.find(token))?.expiresAt).toEqual(new Date("2026-01-16T12:00:00.000Z"));
    clock.advance(minutes(30));
    expect(await sessions.find(token)).toBeNull();
  });

  test("of a session that has run out revives nothing, though the sweep has not been there", async () => {
    const { clock, sessions, signIn, isAlive, ada } = aDesk();
    const started = await signIn(ada);
    clock.advance(hours(1));
    await sessions.touch(started.session);
    expect(await isAlive(started)).toBe(false);
  });

  test("after the end revives nothing", async () => {
    const { clock, sessions, signIn, isAlive, ada } = aDesk();
    const started = await signIn(ada);
    await sessions.revokeEverywhere(started.by);
    clock.advance(minutes(5));
    await sessions.touch(started.session);
    expect(await isAlive(started)).toBe(false);
  });
});

test("renewing gives a new token, ends the old one and makes the session fresh", async () => {
  const { clock, sessions, signIn, isAlive, ada } = aDesk();
  const started = await signIn(ada, { remember: true });
  clock.advance(minutes(20));
  const renewed = await sessions.renew(started.by);
  expect(renewed?.remembered).toBe(true);
  expect(await isAlive(started)).toBe(false);
  const session = renewed && (await sessions.find(renewed.token));
  expect(session).toMatchObject({
    id: started.session.id,
    authenticatedAt: clock.now(),
    createdAt: noon,
  });
});

test("an ended session cannot be renewed", async () => {
  const { sessions, signIn, ada } = aDesk();
  const { by } = await signIn(ada);
  await sessions.signOut(by);
  expect(await sessions.renew(by)).toBeNull();
  expect(await sessions.countLive()).toBe(0);
});

describe("ending", () => {
  async function threeDevices() {
    const desk = aDesk();
    const [own, phone, tablet] = [
      await desk.signIn(desk.ada),
      await desk.signIn(desk.ada),
      await desk.signIn(desk.ada),
    ];
    const bob = anAccount(desk.database);
    const bobs = await desk.signIn(bob);
    const admin = anAccount(desk.database, { role: "admin" });
    return { ...desk, own, phone, tablet, bobs, admin };
  }

  test("signing out ends this device alone", async () => {
    const { sessions, own, phone, bobs, isAlive, ending } = await threeDevices();
    await sessions.signOut(own.by);
    expect(await Promise.all([own, phone, bobs].map(isAlive))).toEqual([false, true, true]);
    expect(await ending(own)).toEqual({ reason: "signed_out", by: "you", endedAt: noon });
  });

  test("revoking another device says that it was you, from another device", async () => {
    const { sessions, own, phone, tablet, isAlive, ending } = await threeDevices();
    expect(await sessions.revoke(phone.session.id, own.by)).toBe(true);
    expect(await Promise.all([own, phone, tablet].map(isAlive))).toEqual([true, false, true]);
    expect(await ending(phone)).toEqual({ reason: "revoked", by: "you", endedAt: noon });
    expect(await sessions.revoke(phone.session.id, own.by)).toBe(false);
  });

  test("revoking this device is signing out", async () => {
    const { sessions, own, ending } = await threeDevices();
    expect(await sessions.revoke(own.session.id, own.by)).toBe(true);
    expect(await ending(own)).toMatchObject({ reason: "signed_out", by: "you" });
  });

  test("somebody else's device cannot be revoked, with the same answer as for an unknown one", async () => {
    const { sessions, own, bobs, isAlive } = await threeDevices();
    expect(await sessions.revoke(bobs.session.id, own.by)).toBe(false);
    expect(await sessions.revoke("AAAAAAAAAAAAAAAAAAAAAA", own.by)).toBe(false);
    expect(await isAlive(bobs)).toBe(true);
  });

  test("revoking the others leaves this one", async () => {
    const { sessions, own, phone, tablet, bobs, isAlive, ending } = await threeDevices();
    expect(await sessions.revokeOthers(own.by)).toBe(2);
    const all = [own, phone, tablet, bobs];
    expect(await Promise.all(all.map(isAlive))).toEqual([true, false, false, true]);
    expect(await ending(tablet)).toMatchObject({ reason: "revoked", by: "you" });
    expect(await sessions.revokeOthers(own.by)).toBe(0);
  });

  test("revoking everywhere ends this device too, and nobody else's", async () => {
    const { sessions, own, phone, tablet, bobs, isAlive, ending } = await threeDevices();
    expect(await sessions.revokeEverywhere(own.by)).toBe(3);
    const all = [own, phone, tablet, bobs];
    expect(await Promise.all(all.map(isAlive))).toEqual([false, false, false, true]);
    expect(await ending(phone)).toMatchObject({ reason: "revoked_everywhere", by: "you" });
  });

  test("whoever's own session has ended since ends nobody else's", async () => {
    const { sessions, signIn, phone, bobs, admin, isAlive } = await threeDevices();
    const forcer = await signIn(admin);
    await sessions.signOut(forcer.by);
    expect(await sessions.force(bobs.session.id, forcer.by)).toBe(false);
    await sessions.signOut(phone.by);
    expect(await sessions.revokeOthers(phone.by)).toBe(0);
    expect(await isAlive(bobs)).toBe(true);
  });

  test("an administrator forces one session out, and its bearer reads that it was an administrator", async () => {
    const { sessions, own, phone, admin, ada, isAlive, ending } = await threeDevices();
    expect(await sessions.force(phone.session.id, actorOf(admin), ada.id)).toBe(true);
    expect(await Promise.all([own, phone].map(isAlive))).toEqual([true, false]);
    expect(await ending(phone)).toEqual({ reason: "forced", by: "administrator", endedAt: noon });
  });

  test("forcing out one session of the wrong account does nothing", async () => {
    const { sessions, bobs, admin, ada, isAlive } = await threeDevices();
    expect(await sessions.force(bobs.session.id, actorOf(admin), ada.id)).toBe(false);
    expect(await isAlive(bobs)).toBe(true);
  });

  test("somebody at the shell forces a session out without naming its account, and counts as an administrator", async () => {
    const { sessions, bobs, isAlive, ending } = await threeDevices();
    expect(await sessions.force(bobs.session.id, commandLine)).toBe(true);
    expect(await isAlive(bobs)).toBe(false);
    expect(await ending(bobs)).toMatchObject({ reason: "forced", by: "administrator" });
    expect(await sessions.force(bobs.session.id, commandLine)).toBe(false);
  });

  test("an administrator forces a whole account out", async () => {
    const { sessions, own, phone, bobs, admin, ada, isAlive } = await threeDevices();
    expect(await sessions.forceEverywhere(ada.id, actorOf(admin))).toBe(3);
    expect(await Promise.all([own, phone, bobs].map(isAlive))).toEqual([false, false, true]);
    expect(await sessions.forceEverywhere("nobody", actorOf(admin))).toBe(0);
  });

  test("everybody is forced out in batches, each with an event, and the count grows as it goes", async () => {
    const { database, sessions, signIn, admin } = await threeDevices();
    const own = await signIn(admin);
    const counts: number[] = [];
    for await (const count of sessions.forceAll(own.by, 2)) counts.push(count);
    expect(counts).toEqual([2, 4, 5]);
    expect(await sessions.countLive()).toBe(0);
    const ended = trail(database).filter(({ name }) => name === "authn_token_revoked");
    expect(ended).toHaveLength(5);
    expect(ended.every(({ actorId }) => actorId === admin.id)).toBe(true);
  });

  test("whoever carries the cookie learns neither who it was nor from where", async () => {
    const { sessions, phone, admin, ending } = await threeDevices();
    await sessions.force(phone.session.id, actorOf(admin));
    expect(Object.keys((await ending(phone)) ?? {}).toSorted()).toEqual([
      "by",
      "endedAt",
      "reason",
    ]);
  });
});

describe("the sweep", () => {
  test("ends what is over and leaves what is alive", async () => {
    const { clock, sessions, signIn, isAlive, ada } = aDesk();
    const idled = await signIn(ada);
    const remembered = await signIn(ada, { remember: true });
    clock.advance(hours(1));
    const started = await signIn(ada);
    expect(await sessions.sweep()).toBe(1);
    expect(await sessions.countLive()).toBe(2);
    expect(await Promise.all([idled, remembered, started].map(isAlive))).toEqual([
      false,
      true,
      true,
    ]);
    expect(await sessions.sweep()).toBe(0);
  });

  test("does small batches until nothing is left", async () => {
    const { clock, sessions, signIn, ada } = aDesk();
    for (let count = 0; count < 5; count++) await signIn(ada);
    clock.advance(hours(1));
    const done: number[] = [];
    for (let round = 0; round < 4; round++) done.push(await sessions.sweep(2));
    expect(done).toEqual([2, 2, 1, 0]);
  });

  test("forgets history after 30 days", async () => {
    const { clock, sessions, signIn, ending, ada } = aDesk();
    const started = await signIn(ada);
    await sessions.signOut(started.by);
    clock.advance(days(30));
    expect(await sessions.sweep()).toBe(0);
    expect(await ending(started)).toMatchObject({ reason: "signed_out" });
    clock.advance(1 as Duration);
    expect(await sessions.sweep()).toBe(1);
    expect(await ending(started)).toBeNull();
  });

  test("is final: a clock that is put back revives nothing", async () => {
    const { clock, sessions, signIn, isAlive, ending, ada } = aDesk();
    const started = await signIn(ada);
    clock.advance(hours(1));
    await sessions.sweep();
    clock.set(noon);
    expect(await isAlive(started)).toBe(false);
    await sessions.touch(started.session);
    expect(await isAlive(started)).toBe(false);
    expect(await sessions.renew(started.by)).toBeNull();
    expect(await ending(started)).toMatchObject({ reason: "idle" });
  });

  test("is not needed for what was refused: that stays ended by itself, with its own reason and instant", async () => {
    const { clock, sessions, signIn, isAlive, ending, ada } = aDesk();
    const started = await signIn(ada);
    await sessions.settle(started.token);
    expect(await isAlive(started)).toBe(true);
    clock.advance(hours(2));
    await sessions.settle(started.token);
    clock.set(noon);
    expect(await isAlive(started)).toBe(false);
    expect(await ending(started)).toEqual({
      reason: "idle",
      by: "latchkey",
      endedAt: after(noon, hours(1)),
    });
  });

  test("leaves alone what a clock put back a little made younger", async () => {
    const { clock, sessions, signIn, isAlive, ada } = aDesk();
    const started = await signIn(ada);
    clock.set(new Date(noon.getTime() - minutes(10)));
    expect(await sessions.sweep()).toBe(0);
    expect(await isAlive(started)).toBe(true);
  });
});
