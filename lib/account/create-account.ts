import { type Database, immediate } from "#db/open.ts";
import { accounts } from "#db/schema.ts";
import type { Actor } from "#lib/audit/event.ts";
import { signingIn } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import type { Role } from "#lib/session/session.ts";
import { newId } from "#lib/session/token.ts";
import { type Account, toAccount } from "./account.ts";
import { rowByEmail } from "./accounts.ts";

export interface NewAccount {
  name: string;
  email: string;
  passwordHash: string;
  role: Role;
}

/**
 * Adds an account and its event in one transaction; null when the address is taken. `by` is an actor, or the
 * address of the person who signs up: then the new account itself is the actor.
 */
export function createAccount(
  database: Database,
  account: NewAccount,
  by: Actor | { address: string },
  at: Date,
): Account | null {
  return immediate(database, () => {
    if (rowByEmail(database, account.email)) return null;
    const row = database
      .insert(accounts)
      .values({ id: newId(), ...account, createdAt: at, passwordChangedAt: at })
      .returning()
      .get();
    const actor = "kind" in by ? by : signingIn(row.id, by.address);
    // No address: the trail outlives the account.
    const detail = { role: row.role };
    recordEvent(database, { name: "user_created", actor, at, accountId: row.id, detail });
    return toAccount(row);
  });
}
