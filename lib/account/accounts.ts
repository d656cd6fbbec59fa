import { and, count, eq, gt, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts, sessions } from "#db/schema.ts";
import { along } from "#lib/along.ts";
import { type Page, type PageRequest, pageFrom, type Range, rangeOf } from "#lib/page.ts";
import { type Account, toAccount } from "./account.ts";
import { hasAdministrator } from "./last-administrator.ts";
import { searchAccounts } from "./search-accounts.ts";
import { wordsIn } from "./words.ts";

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
      const words = wordsIn(search.text ?? "");
      const shown = shownAs(search.shown, now());
      const range = rangeOf(request);
      const which =
        words.length === 0
          ? shown
          : inArray(accounts.rowId, await searchAccounts(database, { words, shown }, range));
      return pageFrom(listed(database, which, range), ({ position }) => position, range);
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

/** The accounts at these places, as `range` asks for them. */
function listed(database: Database, which: SQL | undefined, range: Range): ListedAccount[] {
  const { beyond, order } = along(accounts.rowId, range);
  const live = database
    .select({ live: count() })
    .from(sessions)
    .where(eq(sessions.accountId, accounts.id));
  return database
    .select({ account: accounts, sessionCount: sql<number>`(${live})` })
    .from(accounts)
    .where(and(which, beyond))
    .orderBy(order)
    .limit(range.limit)
    .all()
    .map(({ account, sessionCount }) => ({
      ...toAccount(account),
      position: account.rowId,
      sessionCount,
    }));
}

/** As `isBanned` has it, a ban whose end has come counts no more. */
function shownAs(shown: AccountsShown | undefined, now: Date): SQL | undefined {
  if (shown === "admins") return eq(accounts.role, "admin");
  const isForGood = isNull(accounts.bannedUntil);
  if (shown === "banned")
    return and(isNotNull(accounts.bannedAt), or(isForGood, gt(accounts.bannedUntil, now)));
  return undefined;
}

function countWhere(database: Database, where?: SQL): number {
  return database.select({ found: count() }).from(accounts).where(where).get()?.found ?? 0;
}
