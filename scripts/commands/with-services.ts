import type { Account } from "#lib/account/account.ts";
import { type Services, services } from "#lib/services.ts";
import { Refused } from "./refused.ts";
import { plain } from "./terminal.ts";

/** Opens the database of the settings for the length of one command. */
export async function withServices<T>(work: (services: Services) => Promise<T>): Promise<T> {
  const opened = services();
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

/** The account with this address, or a refusal that names it. */
export async function requireAccount({ accounts }: Services, email: string): Promise<Account> {
  const account = await accounts.findByEmail(email);
  if (account === null) throw new Refused(`There is no account ${plain(email)}.`);
  return account;
}
