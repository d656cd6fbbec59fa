import { eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { openDatabase } from "#db/open.ts";
import { accounts } from "#db/schema.ts";
import type { Range } from "#lib/page.ts";
import { anAccount } from "#lib/testing/builders.ts";
import { temporaryDatabase } from "#lib/testing/database.ts";
import { searchAccounts } from "./search-accounts.ts";
import { occurring, wordsIn } from "./words.ts";

const parts = ["Ada", "Zoë", "ÅNG", "li", "100%", 'O"R', "Σας", "李小龙", "q", "марк", "ß", "_x*"];
const part = (number: number) => parts[number % parts.length] ?? "";

/** Three hundred people, every seventh an administrator; newest first. */
function aCrowd(database = temporaryDatabase()) {
  const people = Array.from({ length: 300 }, (_, n) => {
    const name = `${part(n)} ${part(Math.floor(n / 12))}${part(n * 5)}`;
    const role = n % 7 === 0 ? ("admin" as const) : ("member" as const);
    return anAccount(database, { name, email: `p${n}@example.com`, role });
  });
  return { database, people: people.reverse() };
}

const texts = [
  ...parts,
  ...parts.map((text) => text.toUpperCase()),
  ...parts.map((text) => text.toLowerCase()),
  "example",
  "p29",
  "ada zoë",
  "ada q",
  "example q",
  "σας",
  "nobody",
  "x".repeat(2_000),
];
const shownAs = { all: undefined, admins: eq(accounts.role, "admin") };
/** How many are compared at a time: one leaves everything to the index, the most nothing. */
const atOnce = [1, 5, 40, 1_000];

describe("whichever way is taken, exactly those are found that have the words", () => {
  const { database, people } = aCrowd(openDatabase(":memory:"));
  afterAll(() => database.$client.close());
  const middle = people[150]?.rowId ?? 0;
  const ranges: Range[] = [
    { direction: "older", from: null, limit: 6 },
    { direction: "older", from: middle, limit: 6 },
    { direction: "newer", from: middle, limit: 6 },
    { direction: "older", from: null, limit: 1_000 },
  ];

  test.each(texts)("%j", async (text) => {
    const words = wordsIn(text);
    const hasWords = occurring(words);
    for (const [name, shown] of Object.entries(shownAs))
      for (const range of ranges) {
        const isNewer = range.direction === "newer";
        const expected = (isNewer ? people.toReversed() : people)
          .filter(({ rowId }) => !range.from || (isNewer ? rowId > range.from : rowId < range.from))
          .filter(({ role }) => name === "all" || role === "admin")
          .filter(hasWords)
          .map(({ rowId }) => rowId)
          .slice(0, range.limit);
        for (const few of atOnce)
          expect(await searchAccounts(database, { words, shown }, range, few)).toEqual(expected);
      }
  });
});

test("a search that compares them all lets requests have their turn in between", async () => {
  const { database } = aCrowd();
  let turns = 0;
  let searching = true;
  const count = () => {
    turns++;
    if (searching) setImmediate(count);
  };
  setImmediate(count);
  const range: Range = { direction: "older", from: null, limit: 51 };
  const search = { words: wordsIn("##"), shown: undefined };
  expect(await searchAccounts(database, search, range, 10)).toEqual([]);
  searching = false;
  expect(turns).toBeGreaterThan(25);
});
