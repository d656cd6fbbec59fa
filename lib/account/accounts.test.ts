import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "#db/open.ts";
import { after, days } from "#lib/duration.ts";
import type { Page } from "#lib/page.ts";
import { sqliteSessionStore } from "#lib/session/stores/sqlite.ts";
import { anAccount, aSession, noon } from "#lib/testing/builders.ts";
import { queryPlans } from "#lib/testing/query-plans.ts";
import { temporaryServices } from "#lib/testing/services.ts";
import { type Accounts, type ListedAccount, parseShown } from "./accounts.ts";

const people = [
  { name: "Ada Lovelace", email: "ada@example.com" },
  { name: "Grace Hopper", email: "grace@navy.example" },
  { name: "Zoë Ångström", email: "zoe@example.com" },
  { name: "李小龙", email: "bruce@example.com" },
  { name: "Андрей Марков", email: "markov@example.com" },
  { name: 'Bobby "OR" O\'Tables', email: "bobby_tables@example.com" },
  { name: "100% Real", email: "real-100%@example.com" },
  { name: "NEAR AND NOT far*", email: "near@example.com" },
  { name: "Max Power", email: "mp@example.com" },
];

/** Whoever is found, by the part of the address before the @, newest first. */
function aDesk() {
  const desk = temporaryServices();
  for (const person of people) anAccount(desk.database, person);
  const find = async (text: string) => whoIn(await desk.services.accounts.search({ text }));
  return { ...desk, find };
}

const whoIn = (page: Page<ListedAccount>) => page.items.map(({ email }) => email.split("@")[0]);

describe("a search", () => {
  test("for nothing finds everybody, newest first", async () => {
    const { find } = aDesk();
    const everybody = people.map(({ email }) => email.split("@")[0]).reverse();
    expect(await find("")).toEqual(everybody);
    expect(await find(" \t ")).toEqual(everybody);
  });

  test.each([
    ["a whole name", "Ada Lovelace", ["ada"]],
    ["the words of a name the other way round", "lovelace ada", ["ada"]],
    ["a part from the middle of a word", "velac", ["ada"]],
    ["capitals", "HOPPER", ["grace"]],
    ["an address", "grace@navy.example", ["grace"]],
    ["a part of an address", "@navy", ["grace"]],
    ["a word from each, name and address", "hopper navy", ["grace"]],
    ["words that no one account has", "ada hopper", []],
    ["two letters", "ax", ["mp"]],
    ["one letter", "z", ["zoe"]],
    ["a short word and a long one", "li ada", []],
    ["a short word beside a long one", "ov markov", ["markov"]],
    ["letters with marks", "ångström", ["zoe"]],
    ["letters with marks in capitals", "ZOË", ["zoe"]],
    ["a short word with a mark, in capitals", "OË", ["zoe"]],
    ["Chinese, three characters", "李小龙", ["bruce"]],
    ["Chinese, one character", "李", ["bruce"]],
    ["Cyrillic in small letters", "марков", ["markov"]],
    ["Cyrillic, two small letters of a capital", "ан", ["markov"]],
    ["a per cent sign", "%", ["real-100%"]],
    ["a per cent sign in a longer word", "100%", ["real-100%"]],
    ["per cent signs as somebody's wildcards", "%ada%", []],
    ["an underscore", "_", ["bobby_tables"]],
    ["an underscore in a longer word", "bobby_t", ["bobby_tables"]],
    ["underscores as somebody's wildcards", "a_a", []],
    ["a quotation mark", '"', ["bobby_tables"]],
    ["a quoted word", '"OR"', ["bobby_tables"]],
    ["an apostrophe", "o'tables", ["bobby_tables"]],
    ["an asterisk", "*", ["near"]],
    ["an asterisk in a longer word", "far*", ["near"]],
    ["an asterisk as somebody's wildcard", "lov*", []],
    ["the operator NEAR", "NEAR", ["near"]],
    ["the operator NOT", "NOT", ["near"]],
    ["the operator OR", "ada OR grace", []],
    ["an opened bracket", "NEAR(", []],
    ["a column", "email:ada", []],
    ["a phrase that is not closed", '"ada', []],
    ["only quotation marks", '""""', []],
    ["a statement", "'; drop table accounts; --", []],
    ["a minus and a caret", "-ada ^ada", []],
    ["a null character between words", "ada\0lovelace", ["ada"]],
    ["only null characters", "\0\0\0 hopper", ["grace"]],
    ["an emoji", "😀", []],
    ["half an emoji", "\ud83d", []],
    ["ten times as many words as are looked at", "ada ".repeat(80), ["ada"]],
    ["a book", "x".repeat(100_000), []],
  ])("for %s finds who has it", async (_what, text, found) => {
    expect(await aDesk().find(text)).toEqual(found);
  });

  test("finds a new name at once and the old one no more", async () => {
    const { database, find } = aDesk();
    database.$client.exec("update accounts set name = 'Ada King' where email = 'ada@example.com'");
    expect(await find("king")).toEqual(["ada"]);
    expect(await find("lovelace")).toEqual([]);
  });

  test("counts each account's sessions, and shows no hash", async () => {
    const { database, services } = temporaryServices();
    const ada = anAccount(database);
    anAccount(database);
    const store = sqliteSessionStore(database);
    for (const session of [aSession(ada.id), aSession(ada.id)])
      await store.start(session, {
        actor: { kind: "account", id: ada.id, sessionId: null, address: "192.0.2.1" },
        maxSessions: 9,
        replaces: null,
        checked: ada,
      });
    const { items } = await services.accounts.search({});
    expect(items.map(({ sessionCount }) => sessionCount)).toEqual([0, 2]);
    expect(JSON.stringify(items)).not.toContain(ada.passwordHash);
  });
});

describe("only some accounts", () => {
  function aMixedDesk() {
    const desk = temporaryServices();
    const { database } = desk;
    const bannedUntil = after(noon, days(1));
    anAccount(database, { email: "admin@example.com", role: "admin" });
    anAccount(database, { email: "member@example.com" });
    anAccount(database, { email: "for-good@example.com", bannedAt: noon });
    anAccount(database, { email: "a-day@example.com", bannedAt: noon, bannedUntil });
    const both = { role: "admin", bannedAt: noon } as const;
    anAccount(database, { email: "banned-admin@example.com", ...both });
    return { ...desk, bannedUntil };
  }

  test("are shown when only administrators or banned ones are asked for", async () => {
    const { services } = aMixedDesk();
    const { search } = services.accounts;
    expect(whoIn(await search({ shown: "admins" }))).toEqual(["banned-admin", "admin"]);
    const banned = await search({ shown: "banned" });
    expect(whoIn(banned)).toEqual(["banned-admin", "a-day", "for-good"]);
    expect(whoIn(await search({ shown: "banned", text: "day" }))).toEqual(["a-day"]);
    expect((await search({ shown: "all" })).items).toHaveLength(5);
  });

  test("are counted, and a ban that is over counts no more", async () => {
    const { bannedUntil, clock, services } = aMixedDesk();
    const counts = { accounts: 5, administrators: 2, banned: 3 };
    expect(await services.accounts.counts()).toEqual(counts);
    clock.set(bannedUntil);
    expect(await services.accounts.counts()).toEqual({ ...counts, banned: 2 });
    const banned = await services.accounts.search({ shown: "banned" });
    expect(whoIn(banned)).toEqual(["banned-admin", "for-good"]);
  });

  test.each([
    ["admins", "admins"],
    ["banned", "banned"],
    ["all", "all"],
    ["everything", "all"],
    ["", "all"],
    [null, "all"],
    [["admins"], "all"],
  ])("are asked for by %j, which is read as %s", (given, shown) => {
    expect(parseShown(given)).toBe(shown);
  });
});

test("pages lead through all and back while others sign up meanwhile", async () => {
  const { database, services } = temporaryServices();
  const names = Array.from({ length: 10 }, (_, index) => `p${index}`);
  const add = (name: string) => anAccount(database, { name, email: `${name}@example.com` });
  names.forEach(add);
  const page = (request: { older?: number | null; newer?: number | null }) =>
    services.accounts.search({}, { ...request, size: 4 });

  const first = await page({});
  expect([whoIn(first), first.newer]).toEqual([["p9", "p8", "p7", "p6"], null]);
  add("late1");
  const second = await page({ older: first.older });
  expect(whoIn(second)).toEqual(["p5", "p4", "p3", "p2"]);
  add("late2");
  const third = await page({ older: second.older });
  expect([whoIn(third), third.older]).toEqual([["p1", "p0"], null]);

  const secondAgain = await page({ newer: third.newer });
  expect(whoIn(secondAgain)).toEqual(["p5", "p4", "p3", "p2"]);
  const firstAgain = await page({ newer: secondAgain.newer });
  expect(whoIn(firstAgain)).toEqual(["p9", "p8", "p7", "p6"]);
  const newest = await page({ newer: firstAgain.newer });
  expect([whoIn(newest), newest.newer]).toEqual([["late2", "late1"], null]);
  expect(newest.older).not.toBeNull();
});

test("an account is found by its id and by its address, however that is capitalised", async () => {
  const { database, services } = temporaryServices();
  const ada = anAccount(database, { email: "Ada@Example.com" });
  expect((await services.accounts.find(ada.id))?.email).toBe("Ada@Example.com");
  expect((await services.accounts.findByEmail("aDA@example.COM"))?.id).toBe(ada.id);
  expect(await services.accounts.find("nobody")).toBeNull();
  expect(await services.accounts.findByEmail("' or 1=1 --")).toBeNull();
  expect(await services.accounts.findByEmail("ada@example%")).toBeNull();
});

test("whether there is an administrator counts banned ones too: no setup link comes back", async () => {
  const { database, services } = temporaryServices();
  anAccount(database);
  expect(await services.accounts.hasAdministrator()).toBe(false);
  anAccount(database, { role: "admin", bannedAt: noon });
  expect(await services.accounts.hasAdministrator()).toBe(true);
});

describe("among a hundred thousand accounts", () => {
  let database: Database;

  beforeAll(() => {
    database = openDatabase(":memory:");
    database.$client.exec(`
      with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 100000)
      insert into accounts (id, email, name, password_hash, role, banned_at, created_at, password_changed_at)
      select 'id' || n, 'person' || n || '@example.com', 'Person ' || n, 'x',
        iif(n % 50 = 0, 'admin', 'member'), iif(n % 500 = 1, n, null), n, n
      from numbers`);
  }, 60_000);
  afterAll(() => database.$client.close());

  /** What one search finds, and how SQLite goes about it. */
  async function planOf(...asked: Parameters<Accounts["search"]>) {
    const { services } = temporaryServices({ database });
    const names: string[] = [];
    const search = async () => {
      const { items } = await services.accounts.search(...asked);
      names.push(...items.map(({ name }) => name));
    };
    const plan = (await queryPlans(database, search)).join("\n");
    return { names, plan };
  }

  test("the first page is read in the order of the table and stops there", async () => {
    const { names, plan } = await planOf({});
    expect(names[0]).toBe("Person 100000");
    expect(plan).not.toContain("TEMP B-TREE");
  });

  test("a far page starts where it is asked for", async () => {
    const { names, plan } = await planOf({}, { older: 101 });
    expect(names[0]).toBe("Person 100");
    expect(plan).toContain("SEARCH accounts USING INTEGER PRIMARY KEY (rowid<?)");
    expect(plan).not.toContain("TEMP B-TREE");
  });

  test.each([
    ["a hit", "person 77777", 1],
    ["a miss", "nobody at all", 0],
  ])("%s comes from the index of words", async (_which, text, found) => {
    const { names, plan } = await planOf({ text });
    expect(names).toHaveLength(found);
    expect(plan).toContain("SEARCH accounts USING INTEGER PRIMARY KEY (rowid=?)");
    expect(plan).toContain("accounts_search VIRTUAL TABLE INDEX");
    expect(plan).not.toContain("TEMP B-TREE");
  });

  test("administrators come from an index of their own", async () => {
    expect((await planOf({ shown: "admins" })).plan).toContain("accounts_by_role");
  });

  test("of a few, each is asked for a word that everybody has", async () => {
    const { names, plan } = await planOf({ shown: "banned", text: "person" });
    expect(names[0]).toBe("Person 99501");
    expect(plan).toContain("USING INDEX accounts_banned");
    expect(plan).not.toContain("accounts_search");
    expect(plan).not.toContain("TEMP B-TREE");
  });

  test("a word that everybody has fills a page from the nearest accounts, however far that is", async () => {
    const { names, plan } = await planOf({ text: "person" }, { older: 5_001 });
    expect(names[0]).toBe("Person 5000");
    expect(plan).not.toContain("accounts_search");
    expect(plan).not.toContain("TEMP B-TREE");
  });

  test.each([
    ["banned", "001", 1, 500],
    ["admins", "777", 0, 50],
  ] as const)("%s with a word are those with both", async (shown, text, rest, every) => {
    const expected: string[] = [];
    for (let number = 100_000; number > 0; number--)
      if (number % every === rest && String(number).includes(text))
        expected.push(`Person ${number}`);
    const { names } = await planOf({ shown, text });
    expect(names).toEqual(expected.slice(0, names.length));
    expect(names.length).toBe(Math.min(expected.length, 50));
  });

  test("an address is looked up", async () => {
    const { services } = temporaryServices({ database });
    const find = () => services.accounts.findByEmail("Person5@example.com");
    expect((await find())?.id).toBe("id5");
    expect((await queryPlans(database, find)).join()).toContain("accounts_by_email");
  });
});
