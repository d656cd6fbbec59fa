import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  isNotNull,
  isNull,
  lt,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts, sessions } from "#db/schema.ts";
import { type Page, type PageRequest, pageOf, type Range } from "#lib/page.ts";
import { type Account, toAccount } from "./account.ts";
import { hasAdministrator } from "./last-administrator.ts";

export interface ListedAccount extends Account {
  position: number;
  sessionCount: number;
}

export type AccountsShown = "all" | "admins" | "banned";

export function parseShown(value: unknown): AccountsShown {
  return value === "admins" || value === "banned" ? value : "all";
}

export interface AccountSearch {
  /** Every word of it has to occur in the name or the address; empty finds all. */
  text?: string;
  shown?: AccountsShown;
}

export type Accounts = ReturnType<typeof accountsIn>;

/** Finding accounts. What changes them has a file for each verb. */
export function accountsIn(database: Database, now: () => Date) {
  return {
    async find(id: string): Promise<Account | null> {
      const row = database.select().from(accounts).where(eq(accounts.id, id)).get();
      return row ? toAccount(row) : null;
    },

    async findByEmail(email: string): Promise<Account | null> {
      const row = rowByEmail(database, email);
      return row ? toAccount(row) : null;
    },

    /** Newest first. */
    async search(search: AccountSearch, request: PageRequest = {}): Promise<Page<ListedAccount>> {
      const match = matching(database, search.text ?? "", shownAs(search.shown, now()));
      const read = (range: Range) => listed(database, match, range);
      return pageOf(request, (account) => account.position, read);
    },

    async counts(): Promise<{ accounts: number; administrators: number; banned: number }> {
      const all = countWhere(database);
      const administrators = countWhere(database, shownAs("admins", now()));
      const banned = countWhere(database, shownAs("banned", now()));
      return { accounts: all, administrators, banned };
    },

    async hasAdministrator(): Promise<boolean> {
      return hasAdministrator(database);
    },
  };
}

/** The whole row, password hash included: for the account's own modules only. */
export function rowByEmail(database: Database, email: string) {
  const same = eq(sql`lower(${accounts.email})`, email.toLowerCase());
  return database.select().from(accounts).where(same).get();
}

function listed(database: Database, { where, phrase }: Match, range: Range): ListedAccount[] {
  const { direction, from, limit } = range;
  const query = phrase === null ? all(database) : found(database, phrase);
  const { position, rows } = query;
  const beyond = direction === "newer" ? gt : lt;
  return rows
    .where(and(query.where, where, from === null ? undefined : beyond(position, from)))
    .orderBy(direction === "newer" ? asc(position) : desc(position))
    .limit(limit)
    .all()
    .map(({ account, sessionCount }) => ({
      ...toAccount(account),
      position: account.rowId,
      sessionCount,
    }));
}

const fields = (database: Database) => ({
  account: accounts,
  sessionCount: sql<number>`(${database
    .select({ live: count() })
    .from(sessions)
    .where(eq(sessions.accountId, accounts.id))})`,
});

const all = (database: Database) => ({
  position: sql`${accounts.rowId}`,
  where: undefined,
  rows: database.select(fields(database)).from(accounts).$dynamic(),
});

/** In the order of the index itself, which stops when the page is full, however many accounts a word finds. */
const found = (database: Database, phrase: string) => ({
  position: sql`accounts_search.rowid`,
  where: sql`accounts_search match ${phrase} and ${accounts.rowId} = accounts_search.rowid`,
  rows: database.select(fields(database)).from(sql`accounts_search`).crossJoin(accounts).$dynamic(),
});

/** As `isBanned` has it, a ban whose end has come counts no more. */
function shownAs(shown: AccountsShown | undefined, now: Date): SQL | undefined {
  if (shown === "admins") return eq(accounts.role, "admin");
  const isForGood = isNull(accounts.bannedUntil);
  if (shown === "banned")
    return and(isNotNull(accounts.bannedAt), or(isForGood, gt(accounts.bannedUntil, now)));
  return undefined;
}

interface Match {
  where: SQL | undefined;
  /** What the trigram index is asked first; null where it is not, or is one condition among others. */
  phrase: string | null;
}

/** The trigram index answers for words of three letters and more; shorter ones are compared row by row. */
function matching(database: Database, text: string, shown: SQL | undefined): Match {
  // A null character would end the expression that the index is asked.
  const words = text
    .replaceAll("\0", " ")
    .split(/\s+/)
    .filter((word) => word !== "")
    .slice(0, 8);
  const indexed = words.filter((word) => [...word].length >= 3);
  const short = words.filter((word) => [...word].length < 3).map(contains);
  const phrase = indexed.map((word) => `"${word.replaceAll('"', '""')}"`).join(" ");
  if (phrase === "") return { where: and(shown, ...short), phrase: null };
  if (shown === undefined || areMany(database, shown))
    return { where: and(shown, ...short), phrase };
  // Few are administrators or banned: each of them is asked for the words, not each account that the words find.
  const hasPhrase = sql`exists (select 1 from accounts_search where accounts_search match ${phrase} and rowid = ${accounts.rowId})`;
  return { where: and(shown, hasPhrase, ...short), phrase: null };
}

/** To ask one account for the words takes some 20 µs, so this many take 10 ms. */
const many = 500;

function areMany(database: Database, shown: SQL): boolean {
  const some = database.select({ rowId: accounts.rowId }).from(accounts).where(shown).limit(many);
  return some.all().length === many;
}

/** SQLite's lower() leaves letters beyond ASCII as they are, so a name is searched for them in capitals too. */
function contains(word: string): SQL | undefined {
  const small = word.toLowerCase();
  const [first = "", ...rest] = small;
  const written = [small, small.toUpperCase(), first.toUpperCase() + rest.join("")];
  const inName = written.map((form) => sql`instr(lower(${accounts.name}), lower(${form})) > 0`);
  return or(sql`instr(lower(${accounts.email}), ${small}) > 0`, ...inName);
}

function countWhere(database: Database, where?: SQL): number {
  return database.select({ found: count() }).from(accounts).where(where).get()?.found ?? 0;
}
