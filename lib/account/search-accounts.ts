import { setImmediate as requestsTurn } from "node:timers/promises";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts } from "#db/schema.ts";
import { along } from "#lib/along.ts";
import type { Range } from "#lib/page.ts";
import { occurring, phraseOf, type Words } from "./words.ts";

export interface Search {
  words: Words;
  /** Which accounts are looked at; undefined for all. */
  shown: SQL | undefined;
}

/** So many accounts are compared at a time, which takes some milliseconds. */
const aFew = 1_000;

/**
 * The numbers of the accounts in which every word occurs, as `range` asks for them.
 *
 * The nearest few are compared first: where many have the words that fills the page, and the index would be slow, for
 * it counts from its own end. Where the words are rare the index is quick. What neither settles, such as a word too
 * short for the index, is compared few by few to the end, requests having their turn in between.
 */
export async function searchAccounts(
  database: Database,
  { words, shown }: Search,
  range: Range,
  atOnce = aFew,
): Promise<number[]> {
  const hasWords = occurring(words);
  const phrase = phraseOf(words);
  const found: number[] = [];
  for (let { from } = range; ; ) {
    const rows = nextRows(database, shown, { ...range, from, limit: atOnce });
    for (const row of rows) if (hasWords(row)) found.push(row.rowId);
    if (found.length >= range.limit || rows.length < atOnce) return found.slice(0, range.limit);
    const isFirst = from === range.from;
    const indexed = isFirst && phrase ? byIndex(database, phrase, { words, shown }, range) : null;
    if (indexed !== null) return indexed;
    from = rows.at(-1)?.rowId ?? null;
    await requestsTurn();
  }
}

/** What the trigram index finds; null when too much of it is not shown, or lacks a word that the index does not know. */
function byIndex(
  database: Database,
  phrase: string,
  { words, shown }: Search,
  range: Range,
): number[] | null {
  const limit = 4 * range.limit;
  const some = indexedRows(database, phrase, shown, { ...range, limit });
  const hasWords = occurring(words);
  const found = some.filter((row) => row.isShown && hasWords(row)).map(({ rowId }) => rowId);
  const isAll = some.length < limit;
  return isAll || found.length >= range.limit ? found.slice(0, range.limit) : null;
}

const compared = { rowId: accounts.rowId, name: accounts.name, email: accounts.email };

function nextRows(database: Database, shown: SQL | undefined, range: Range) {
  const { beyond, order } = along(accounts.rowId, range);
  const rows = database.select(compared).from(accounts).where(and(shown, beyond)).orderBy(order);
  return rows.limit(range.limit).all();
}

/** In the order of the index itself, which stops there instead of collecting all that it knows. */
function indexedRows(database: Database, phrase: string, shown: SQL | undefined, range: Range) {
  const { beyond, order } = along(sql`accounts_search.rowid`, range);
  const isShown = sql<number>`${shown ?? sql`true`}`;
  return database
    .select({ ...compared, isShown })
    .from(sql`accounts_search`)
    .innerJoin(accounts, eq(accounts.rowId, sql`accounts_search.rowid`))
    .where(and(sql`accounts_search match ${phrase}`, beyond))
    .orderBy(order)
    .limit(range.limit)
    .all();
}
