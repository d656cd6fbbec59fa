import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { accounts } from "#db/schema.ts";
import { commandLine } from "#lib/audit/event.ts";
import { after, type Duration, days, minutes } from "#lib/duration.ts";
import { anAccount, noon } from "#lib/testing/builders.ts";
import { temporaryDatabase } from "#lib/testing/database.ts";
import { hashOf, quickPasswords, temporaryServices, trail } from "#lib/testing/services.ts";
import type { Passwords } from "./passwords.ts";
import type { Credentials } from "./sign-in.ts";

const right = "correct horse battery";
const rightHash = await hashOf(right);
const client = { address: "192.0.2.7", userAgent: "curl/8.5.0" };

const noonPlus = (duration: Duration) => after(noon, duration);

/** The real thing, counting its checks; `during` runs while one is under way. */
function watched(during: () => void = () => {}) {
  let checks = 0;
  const passwords: Passwords = {
    ...quickPasswords,
    async matches(password, hash) {
      checks++;
      const same = await quickPasswords.matches(password, hash);
      during();
      return same;
    },
  };
  return { passwords, checks: () => checks };
}

function aDesk(given: Partial<typeof accounts.$inferSelect> = {}, passwords?: Passwords) {
  const desk = temporaryServices(passwords ? { passwords } : {});
  const account = anAccount(desk.database, {
    email: "Ada@example.com",
    passwordHash: rightHash,
    ...given,
  });
  const signIn = (asked: Partial<Credentials> = {}) =>
    desk.services.accounts.signIn({
      email: "ada@example.com",
      password: right,
      remember: false,
      client,
      replaces: null,
      ...asked,
    });
  const names = () => trail(desk.database).map(({ name }) => name);
  return { ...desk, account, signIn, names, wrong: () => signIn({ password: "wrong" }) };
}

async function times<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let done = 0; done < count; done++) results.push(await work());
  return results;
}

test("the right password starts a session for its account", async () => {
  const { account, services, signIn, names } = aDesk();
  const outcome = await signIn();
  if (outcome.kind !== "signed_in") throw new Error(outcome.kind);
  const session = await services.sessions.find(outcome.token);
  expect(session?.account.id).toBe(account.id);
  expect(session).toMatchObject(client);
  expect(names()).toEqual(["authn_login_success"]);
});

test.each(["ADA@EXAMPLE.COM", "ada@example.com", "Ada@Example.com"])(
  "the address %s finds the account however it is capitalised",
  async (email) => {
    expect((await aDesk().signIn({ email })).kind).toBe("signed_in");
  },
);

test.each([
  ["a wrong password", { password: "correct horse batteri" }],
  ["the password with a space behind it", { password: `${right} ` }],
  ["the password in capitals", { password: right.toUpperCase() }],
  ["an empty password", { password: "" }],
  ["an unknown address", { email: "eve@example.com" }],
  ["what is no address at all", { email: "' or 1=1 --" }],
])("%s is refused in the same words", async (_which, asked) => {
  const { signIn, names } = aDesk();
  expect(await signIn(asked)).toEqual({ kind: "refused" });
  expect(names()).toEqual(["authn_login_fail"]);
});

test("a refusal names the account where there is one, and never who typed it", async () => {
  const { account, database, signIn } = aDesk();
  await signIn({ password: "wrong" });
  await signIn({ email: "eve@example.com" });
  expect(trail(database)).toMatchObject([
    { accountId: account.id, actorKind: "visitor", actorId: null, address: client.address },
    { accountId: null, actorKind: "visitor", actorId: null, address: client.address },
  ]);
});

test("a password whose first 72 bytes are the right ones does not match", async () => {
  const seventyTwo = "0123456789".repeat(8).slice(0, 72);
  const { signIn } = aDesk({ passwordHash: await hashOf(seventyTwo) });
  expect((await signIn({ password: `${seventyTwo}x` })).kind).toBe("refused");
  expect((await signIn({ password: seventyTwo })).kind).toBe("signed_in");
});

test("an unknown address, a wrong password and an overlong one cost one check each", async () => {
  const { passwords, checks } = watched();
  const { signIn } = aDesk({}, passwords);
  await signIn({ email: "eve@example.com" });
  expect(checks()).toBe(1);
  await signIn({ password: "wrong" });
  expect(checks()).toBe(2);
  await signIn({ password: "x".repeat(100) });
  expect(checks()).toBe(3);
});

test("a sign-in ends the session that this browser had", async () => {
  const { services, signIn } = aDesk();
  const first = await signIn();
  if (first.kind !== "signed_in") throw new Error(first.kind);
  await signIn({ replaces: first.token });
  expect(await services.sessions.find(first.token)).toBeNull();
});

test.each([
  ["a member who asks for it stays signed in", "member", true],
  ["an administrator who asks for it does not", "admin", false],
] as const)("%s", async (_name, role, remembered) => {
  expect(await aDesk({ role }).signIn({ remember: true })).toMatchObject({ remembered });
});

describe("a banned account", () => {
  test.each([
    ["until somebody lifts it", null],
    ["with its end", noonPlus(days(2))],
  ])("is told so, %s, once the password is right", async (_which, bannedUntil) => {
    const { account, database, signIn } = aDesk({ bannedAt: noon, bannedUntil });
    expect(await signIn()).toEqual({ kind: "banned", until: bannedUntil });
    expect(trail(database)).toMatchObject([
      { name: "authn_login_fail", accountId: account.id, detail: { why: "banned" } },
    ]);
  });

  test("is answered like any other when the password is wrong", async () => {
    const { wrong } = aDesk({ bannedAt: noon });
    expect(await wrong()).toEqual({ kind: "refused" });
  });

  test("may sign in again the moment its ban ends, not one before", async () => {
    const { clock, signIn } = aDesk({ bannedAt: noon, bannedUntil: noonPlus(days(1)) });
    clock.set(new Date(noonPlus(days(1)).getTime() - 1));
    expect((await signIn()).kind).toBe("banned");
    clock.set(noonPlus(days(1)));
    expect((await signIn()).kind).toBe("signed_in");
  });
});

describe("what happens while the password is being checked", () => {
  test.each([
    ["a ban", { bannedAt: noon }],
    ["a change of password", { passwordHash: "another", passwordChangedAt: noonPlus(minutes(1)) }],
    ["a change of role", { role: "admin" as const }],
  ])("%s wins over the sign-in", async (_which, change) => {
    const database = temporaryDatabase();
    const account = anAccount(database, { passwordHash: rightHash });
    const { passwords } = watched(() => {
      database.update(accounts).set(change).where(eq(accounts.id, account.id)).run();
    });
    const { services } = temporaryServices({ database, passwords });
    const asked = { password: right, remember: false, client, replaces: null };
    const outcome = await services.accounts.signIn({ email: account.email, ...asked });
    expect(outcome).toEqual({ kind: "refused" });
    expect(await services.sessions.countLive()).toBe(0);
  });
});

describe("too many wrong passwords", () => {
  test("for one account make even the right one wait, and are noted once", async () => {
    const { account, clock, database, names, signIn, wrong } = aDesk();
    await times(10, wrong);
    const until = noonPlus(minutes(15));
    clock.advance(minutes(5));
    expect(await signIn()).toEqual({ kind: "throttled", until });
    await times(5, wrong);
    expect(names()).toEqual([...Array(10).fill("authn_login_fail"), "authn_login_fail_max"]);
    expect(trail(database).at(-1)).toMatchObject({
      accountId: account.id,
      detail: { limit: "account" },
    });
  });

  test("for an address that nobody has are slowed down just the same", async () => {
    const { signIn } = aDesk();
    await times(10, () => signIn({ email: "eve@example.com" }));
    expect((await signIn({ email: "Eve@example.com" })).kind).toBe("throttled");
  });

  test("are counted for the account from wherever they come, and stop no other account", async () => {
    const { database, signIn } = aDesk();
    anAccount(database, { email: "grace@example.com", passwordHash: rightHash });
    let last = 0;
    const elsewhere = () => ({ ...client, address: `198.51.100.${++last}` });
    await times(10, () => signIn({ password: "wrong", client: elsewhere() }));
    expect((await signIn({ client: elsewhere() })).kind).toBe("throttled");
    expect((await signIn({ email: "grace@example.com" })).kind).toBe("signed_in");
  });

  test("from one address, a hundred of them, stop that address and no other", async () => {
    const { database, signIn } = aDesk();
    let last = 0;
    const guess = () => signIn({ email: `nobody${++last}@example.com`, password: "wrong" });
    expect((await times(100, guess)).every(({ kind }) => kind === "refused")).toBe(true);
    expect((await signIn()).kind).toBe("throttled");
    const reached = trail(database).filter(({ name }) => name === "authn_login_fail_max");
    expect(reached).toMatchObject([{ detail: { limit: "address" } }]);
    const elsewhere = { ...client, address: "198.51.100.1" };
    expect((await signIn({ client: elsewhere })).kind).toBe("signed_in");
  });

  test("from all over one IPv6 network count as from one address", async () => {
    const { signIn } = aDesk();
    let last = 0;
    const guess = () => {
      last++;
      const neighbour = { ...client, address: `2001:db8:0:7::${last.toString(16)}` };
      return signIn({ email: `nobody${last}@example.com`, client: neighbour });
    };
    await times(100, guess);
    expect((await guess()).kind).toBe("throttled");
    const elsewhere = { ...client, address: "2001:db8:0:8::1" };
    expect((await signIn({ client: elsewhere })).kind).toBe("signed_in");
  });

  test("are let through again when the window has passed", async () => {
    const { clock, signIn, wrong } = aDesk();
    await times(10, wrong);
    clock.advance(minutes(15));
    expect((await wrong()).kind).toBe("refused");
    expect((await signIn()).kind).toBe("signed_in");
  });

  test("are forgotten for the account with a success", async () => {
    const { signIn, wrong } = aDesk();
    await times(9, wrong);
    expect((await signIn()).kind).toBe("signed_in");
    expect((await times(10, wrong)).map(({ kind }) => kind)).toEqual(Array(10).fill("refused"));
    expect((await wrong()).kind).toBe("throttled");
  });

  test("stay counted for the address after a success: a thief's own account resets nothing", async () => {
    const { signIn } = aDesk();
    let last = 0;
    const guess = () => signIn({ email: `nobody${++last}@example.com`, password: "wrong" });
    await times(99, guess);
    expect((await signIn()).kind).toBe("signed_in");
    expect((await guess()).kind).toBe("refused");
    expect((await guess()).kind).toBe("throttled");
  });

  test("that arrive all at once are not checked beyond the limit", async () => {
    const { passwords, checks } = watched();
    const { wrong, names } = aDesk({}, passwords);
    const kinds = (await Promise.all(Array.from({ length: 50 }, wrong))).map(({ kind }) => kind);
    expect(checks()).toBe(10);
    expect(kinds.filter((kind) => kind === "refused")).toHaveLength(10);
    expect(kinds.filter((kind) => kind === "throttled")).toHaveLength(40);
    expect(names().filter((name) => name === "authn_login_fail_max")).toHaveLength(1);
  });
});

test("when too many passwords are waiting the answer is busy, and nothing counts as failed", async () => {
  let waiting = true;
  const passwords: Passwords = {
    ...quickPasswords,
    matches: async (...given) => (waiting ? null : quickPasswords.matches(...given)),
  };
  const { names, signIn } = aDesk({}, passwords);
  expect(await times(120, signIn)).toEqual(Array(120).fill({ kind: "busy" }));
  waiting = false;
  expect(names()).toEqual([]);
  expect((await signIn()).kind).toBe("signed_in");
});

test("no password and no token stands anywhere in the database, and no typed address in the trail", async () => {
  const { account, database, services, signIn } = aDesk();
  const typed = "my other password";
  await signIn({ password: typed });
  await signIn({ email: "typed.by.mistake@example.com" });
  const outcome = await signIn();
  if (outcome.kind !== "signed_in") throw new Error(outcome.kind);
  await services.accounts.ban(account.id, { reason: "spam", until: null }, commandLine);
  await signIn();
  const everything = database.$client.serialize();
  expect(everything.includes(account.id)).toBe(true);
  for (const secret of [right, typed, outcome.token, "typed.by.mistake"])
    expect(everything.includes(secret)).toBe(false);
});

test("thirty right passwords at once all sign in, though each counts as failed until it is judged", async () => {
  const { signIn } = aDesk();
  const outcomes = await Promise.all(Array.from({ length: 30 }, () => signIn()));
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(30).fill("signed_in"));
});

test("a right password that the account outran is refused, and the trail says so", async () => {
  const { passwords } = watched(() => changed());
  const { database, account, signIn } = aDesk({}, passwords);
  const changed = () =>
    database.update(accounts).set({ role: "admin" }).where(eq(accounts.id, account.id)).run();
  expect(await signIn()).toEqual({ kind: "refused" });
  expect(trail(database).at(-1)).toMatchObject({
    name: "authn_login_fail",
    actorId: account.id,
    detail: { why: "changed" },
  });
});
