import { describe, expect, test } from "vitest";
import { commandLine } from "#lib/audit/event.ts";
import { hours } from "#lib/duration.ts";
import { anAccount } from "#lib/testing/builders.ts";
import { temporaryDatabase, temporaryFile } from "#lib/testing/database.ts";
import { aMailDesk, client, kindsOf, password } from "#lib/testing/mail-desk.ts";
import { temporaryServices, trail } from "#lib/testing/services.ts";

const { address } = client;
const fresh = "ada.king@example.com";

describe("confirming an address", () => {
  test("whoever signs up gets a mail, and its link proves the address", async () => {
    const { clock, database, link, services, deliver } = await aMailDesk();
    const ada = { name: "Ada", email: "ada@example.com", password: "correct horse battery" };
    await services.accounts.signUp(ada, { client, replaces: null });
    const token = await link("/verify-email");
    expect(await services.accounts.acceptsEmail(token)).toBe(true);
    expect((await services.accounts.findByEmail(ada.email))?.emailVerifiedAt).toBeNull();
    expect(await services.accounts.confirmEmail({ token, address })).toBe("verified");
    const account = await services.accounts.findByEmail(ada.email);
    expect(account?.emailVerifiedAt).toEqual(clock.now());
    expect(trail(database).at(-1)).toMatchObject({
      name: "user_updated",
      accountId: account?.id,
      detail: { changed: "email verified" },
    });
    expect(await deliver()).toEqual([]);
  });

  test("a link works once, and a second use is recorded", async () => {
    const { by, database, link, services } = await aMailDesk();
    await services.accounts.requestVerification(by);
    const token = await link("/verify-email");
    const uses = Array.from({ length: 50 }, () =>
      services.accounts.confirmEmail({ token, address }),
    );
    const outcomes = await Promise.all(uses);
    expect(outcomes.filter((outcome) => outcome === "verified")).toHaveLength(1);
    const reuse = trail(database).filter(({ name }) => name === "authn_token_reuse");
    expect(reuse).toMatchObject([{ accountId: by.id, detail: { purpose: "verify_email" } }]);
  });

  test("it is asked for three times an hour, and no more once it is done", async () => {
    const { by, clock, deliver, link, services } = await aMailDesk();
    const ask = async () => (await services.accounts.requestVerification(by)).kind;
    expect([await ask(), await ask(), await ask(), await ask()]).toEqual([
      "queued",
      "queued",
      "queued",
      "throttled",
    ]);
    expect(await deliver()).toHaveLength(3);
    clock.advance(hours(1));
    await ask();
    await services.accounts.confirmEmail({ token: await link("/verify-email"), address });
    expect(await ask()).toBe("verified_already");
  });

  test("a link for an address that is another now proves nothing", async () => {
    const { by, database, link, services } = await aMailDesk();
    await services.accounts.requestVerification(by);
    const token = await link("/verify-email");
    database.$client.prepare("update accounts set email = ? where id = ?").run(fresh, by.id);
    expect(await services.accounts.confirmEmail({ token, address })).toBe("link_dead");
    expect((await services.accounts.find(by.id))?.emailVerifiedAt).toBeNull();
  });
});

async function aChange() {
  const desk = await aMailDesk();
  const { by, link, services } = desk;
  expect(await services.accounts.requestEmailChange(fresh, by)).toEqual({ kind: "queued" });
  const token = await link("/verify-email");
  return { ...desk, token, confirm: () => services.accounts.confirmEmail({ token, address }) };
}

describe("changing the address", () => {
  test("happens when the new one's link is used, keeps every session, and is told to the old one", async () => {
    const { account, by, clock, confirm, database, deliver, here, services, signIn } =
      await aChange();
    expect((await services.accounts.find(by.id))?.email).toBe(account.email);
    expect(await confirm()).toBe("changed");
    const at = clock.now();
    expect(await services.accounts.find(by.id)).toMatchObject({
      email: fresh,
      emailVerifiedAt: at,
    });
    expect(await services.sessions.find(here)).not.toBeNull();
    expect(kindsOf(await deliver())).toEqual([`${account.email}: Your email address was changed`]);
    expect(trail(database)).toContainEqual(
      expect.objectContaining({
        name: "user_updated",
        actorId: by.id,
        detail: { changed: "email" },
      }),
    );
    expect(await signIn({ email: fresh })).not.toBeNull();
    expect(await signIn()).toBeNull();
    expect(await confirm()).toBe("link_dead");
  });

  test("ends links that went to the old address", async () => {
    const { account, confirm, link, services } = await aChange();
    await services.accounts.requestReset({ email: account.email, address });
    const reset = await link("/reset-password");
    await confirm();
    expect(await services.accounts.findReset(reset)).toBeNull();
  });

  test("a newer wish ends the one before", async () => {
    const { by, confirm, link, services } = await aChange();
    await services.accounts.requestEmailChange("third@example.com", by);
    const token = await link("/verify-email");
    expect(await confirm()).toBe("link_dead");
    expect(await services.accounts.confirmEmail({ token, address })).toBe("changed");
  });

  test("dies with the session that asked", async () => {
    const { by, confirm, services } = await aChange();
    await services.sessions.force(by.sessionId, commandLine);
    expect(await confirm()).toBe("link_dead");
    expect((await services.accounts.find(by.id))?.email).not.toBe(fresh);
  });

  test("dies with the password that stood when it was asked for: the session may be stolen too", async () => {
    const { by, confirm, services } = await aChange();
    const next = "staple battery correct";
    const outcome = await services.accounts.changePassword({ current: password, next }, by);
    expect(outcome.kind).toBe("changed");
    expect(await confirm()).toBe("link_dead");
  });

  test("waits for nobody whose sign-in was disowned", async () => {
    const { by, confirm, database } = await aChange();
    database.$client.prepare("update accounts set reset_required_at = 1 where id = ?").run(by.id);
    expect(await confirm()).toBe("link_dead");
  });

  test("works for an hour", async () => {
    const { clock, confirm } = await aChange();
    clock.advance(hours(1));
    expect(await confirm()).toBe("link_dead");
  });

  test("a taken address is answered the same; its owner is told and nothing changes", async () => {
    const { account, by, database, deliver, services } = await aMailDesk();
    const other = anAccount(database);
    const asked = await services.accounts.requestEmailChange(other.email.toUpperCase(), by);
    expect(asked).toEqual({ kind: "queued" });
    expect(kindsOf(await deliver())).toEqual([
      `${other.email}: This address already has an account`,
    ]);
    expect((await services.accounts.find(by.id))?.email).toBe(account.email);
  });

  test("an address that was taken meanwhile stays with whoever took it", async () => {
    const { by, confirm, database, services } = await aChange();
    const other = anAccount(database, { email: fresh.toUpperCase() });
    expect(await confirm()).toBe("link_dead");
    expect((await services.accounts.findByEmail(fresh))?.id).toBe(other.id);
    expect(await services.accounts.find(by.id)).not.toBeNull();
  });

  test("of two who confirm one address at once in two processes, one gets it", async () => {
    const file = temporaryFile();
    const one = await aMailDesk(temporaryDatabase(file));
    const other = await aMailDesk(temporaryDatabase(file));
    const tokens = [];
    for (const { by, link, services } of [one, other]) {
      await services.accounts.requestEmailChange(fresh, by);
      tokens.push({ services, token: await link("/verify-email") });
    }
    const outcomes = await Promise.all(
      tokens.map(({ services, token }) => services.accounts.confirmEmail({ token, address })),
    );
    expect(outcomes.sort()).toEqual(["changed", "link_dead"]);
  });

  test("a session that ended asks for nothing", async () => {
    const { by, deliver, services } = await aMailDesk();
    await services.sessions.signOut(by);
    expect(await services.accounts.requestEmailChange(fresh, by)).toEqual({
      kind: "session_ended",
    });
    expect(await services.accounts.requestVerification(by)).toEqual({ kind: "verified_already" });
    expect(await deliver()).toEqual([]);
  });

  test.each([
    ["five times an hour", (number: number) => `p${number}@example.com`, 5],
    ["three times an hour to one mailbox", () => fresh, 3],
  ])("is asked for %s", async (_text, to, times) => {
    const { by, clock, services } = await aMailDesk();
    const ask = (number: number) => services.accounts.requestEmailChange(to(number), by);
    for (let number = 0; number < times; number++)
      expect(await ask(number)).toEqual({ kind: "queued" });
    const until = new Date(clock.now().getTime() + hours(1));
    expect(await ask(times)).toEqual({ kind: "throttled", until });
  });

  test("a ban stops it", async () => {
    const { by, confirm, database } = await aChange();
    database.$client.prepare("update accounts set banned_at = 1 where id = ?").run(by.id);
    expect(await confirm()).toBe("link_dead");
  });
});

test("the first administrator is asked to confirm the address too", async () => {
  const { services, database } = temporaryServices();
  const token = new URL((await services.setup.issueLink()) ?? "").searchParams.get("token") ?? "";
  const grace = { name: "Grace", email: "grace@example.com", password: "correct horse battery" };
  await services.setup.complete(token, grace, { client, replaces: null });
  const queued = database.$client.prepare("select kind, recipient from mails").all();
  expect(queued).toEqual([{ kind: "verify_email", recipient: "grace@example.com" }]);
});
