import { describe, expect, test } from "vitest";
import { commandLine } from "#lib/audit/event.ts";
import { after, days } from "#lib/duration.ts";
import { actorOf, anAccount, noon } from "#lib/testing/builders.ts";
import { temporaryServices, trail } from "#lib/testing/services.ts";
import { parseBanEnd, parseBanReason } from "./ban.ts";

const spam = { reason: "spam", until: null };
const client = { address: "192.0.2.7", userAgent: "curl/8.5.0" };
const inADay = after(noon, days(1));
const inTwoDays = after(noon, days(2));

/** An administrator, and a member who is signed in on two devices. */
async function aDesk() {
  const desk = temporaryServices();
  const { database, services } = desk;
  const admin = anAccount(database, { role: "admin" });
  const member = anAccount(database);
  const start = () => services.sessions.start(member, { client, remember: false });
  const tokens = (await Promise.all([start(), start()])).flatMap((issued) => issued?.token ?? []);
  const by = actorOf(admin);
  const ban = (id: string, given: typeof spam | { reason: string; until: Date } = spam) =>
    services.accounts.ban(id, given, by);
  const before = trail(database).length;
  const recorded = () => trail(database).slice(before);
  return { ...desk, admin, member, start, tokens, by, ban, recorded };
}

test("a ban ends every session of the account, says who did it, and is recorded once", async () => {
  const { admin, ban, member, recorded, services, tokens } = await aDesk();
  expect(await ban(member.id)).toBe("done");
  for (const token of tokens) {
    expect(await services.sessions.find(token)).toBeNull();
    const ending = { reason: "banned", by: "administrator", endedAt: noon };
    expect(await services.sessions.findEnding(token)).toEqual(ending);
  }
  const whom = { accountId: member.id, actorId: admin.id };
  const ended = { name: "authn_token_revoked", ...whom, detail: { reason: "banned" } };
  expect(recorded()).toMatchObject([
    { name: "user_banned", ...whom, detail: { reason: "spam", until: null } },
    ended,
    ended,
  ]);
});

test("a banned account starts no session", async () => {
  const { ban, member, start } = await aDesk();
  await ban(member.id);
  expect(await start()).toBeNull();
});

test("a ban with an end is over by itself at that instant", async () => {
  const { ban, clock, member, start, recorded } = await aDesk();
  await ban(member.id, { reason: "spam", until: inADay });
  expect(recorded()[0]?.detail).toEqual({ reason: "spam", until: inADay.toISOString() });
  clock.set(new Date(inADay.getTime() - 1));
  expect(await start()).toBeNull();
  clock.set(inADay);
  expect(await start()).not.toBeNull();
});

test("a second ban replaces the first", async () => {
  const { ban, member, services } = await aDesk();
  await ban(member.id, { reason: "spam", until: inADay });
  expect(await ban(member.id, { reason: "fraud", until: inTwoDays })).toBe("done");
  const found = await services.accounts.find(member.id);
  expect(found).toMatchObject({ banReason: "fraud", bannedUntil: inTwoDays });
});

test("nobody else is touched by it", async () => {
  const { ban, database, member, services } = await aDesk();
  const other = anAccount(database);
  const issued = await services.sessions.start(other, { client, remember: false });
  await ban(member.id);
  expect(issued && (await services.sessions.find(issued.token))).not.toBeNull();
  expect((await services.accounts.find(other.id))?.bannedAt).toBeNull();
});

describe("a ban is refused and leaves nothing behind", () => {
  test("for oneself, even with another administrator there", async () => {
    const { admin, ban, database, recorded, services } = await aDesk();
    anAccount(database, { role: "admin" });
    expect(await ban(admin.id)).toBe("yourself");
    expect((await services.accounts.find(admin.id))?.bannedAt).toBeNull();
    expect(recorded()).toEqual([]);
  });

  test("for an unknown account", async () => {
    const { ban, recorded } = await aDesk();
    expect(await ban("nobody")).toBe("unknown");
    expect(recorded()).toEqual([]);
  });

  test("for the last administrator, from the command line too", async () => {
    const { admin, recorded, services } = await aDesk();
    expect(await services.accounts.ban(admin.id, spam, commandLine)).toBe("last_administrator");
    expect((await services.accounts.find(admin.id))?.bannedAt).toBeNull();
    expect(recorded()).toEqual([]);
  });

  test("for the last administrator while every other one is banned", async () => {
    const { admin, clock, database, services } = await aDesk();
    anAccount(database, { role: "admin", bannedAt: noon, bannedUntil: inADay });
    expect(await services.accounts.ban(admin.id, spam, commandLine)).toBe("last_administrator");
    clock.set(inADay);
    expect(await services.accounts.ban(admin.id, spam, commandLine)).toBe("done");
  });
});

describe("lifting a ban", () => {
  test("lets the person sign in again, revives no session, and is recorded once", async () => {
    const { ban, by, member, recorded, services, start, tokens } = await aDesk();
    await ban(member.id);
    const before = recorded().length;
    expect(await services.accounts.liftBan(member.id, by)).toBe(true);
    for (const token of tokens) expect(await services.sessions.find(token)).toBeNull();
    expect(recorded().slice(before)).toMatchObject([
      { name: "user_unbanned", accountId: member.id, actorId: by.id },
    ]);
    const nothing = { bannedAt: null, bannedUntil: null, banReason: null };
    expect(await services.accounts.find(member.id)).toMatchObject(nothing);
    expect(await start()).not.toBeNull();
  });

  test("that is not there does nothing", async () => {
    const { by, member, recorded, services } = await aDesk();
    expect(await services.accounts.liftBan(member.id, by)).toBe(false);
    expect(await services.accounts.liftBan("nobody", by)).toBe(false);
    expect(recorded()).toEqual([]);
  });
});

describe("the end of a ban, typed as a day", () => {
  test.each([
    ["2026-01-15", "2026-01-16T00:00:00.000Z"],
    ["2026-01-31", "2026-02-01T00:00:00.000Z"],
    ["2028-02-29", "2028-03-01T00:00:00.000Z"],
    ["9999-12-30", "9999-12-31T00:00:00.000Z"],
  ])("%s lasts until %s", (day, end) => {
    expect(parseBanEnd(day, noon)?.toISOString()).toBe(end);
  });

  test.each([
    "2026-01-14",
    "2025-12-31",
    "2026-02-29",
    "2026-02-30",
    "2026-13-01",
    "2026-00-10",
    "2026-01-00",
    "2026-1-20",
    "20260120",
    "2026-01-20T00:00",
    " 2026-01-20",
    "+12026-01-20",
    "tomorrow",
    "",
    null,
    undefined,
    20260120,
    ["2026-01-20"],
  ])("%o is none", (given) => {
    expect(parseBanEnd(given, noon)).toBeUndefined();
  });
});

describe("the reason for a ban", () => {
  test.each([
    ["spam", "spam"],
    ["  spam, twice  ", "spam, twice"],
    ["<b>spam</b>", "<b>spam</b>"],
    ["x".repeat(200), "x".repeat(200)],
    [`${" ".repeat(300)}spam`, "spam"],
  ])("%o is taken as %o", (given, reason) => {
    expect(parseBanReason(given)).toBe(reason);
  });

  test.each([
    "",
    "   ",
    "x".repeat(201),
    "spam\nand more",
    "spam\tand more",
    "spam\0",
    "\u001b[2Jspam",
    "spam\u0085more",
    null,
    undefined,
    7,
    ["spam"],
  ])("%o is none", (given) => {
    expect(parseBanReason(given)).toBeNull();
  });
});
