import type { Command } from "commander";
import { commandLine } from "#lib/audit/event.ts";
import { escaped } from "./list.ts";
import { Refused } from "./refused.ts";
import { print, write } from "./terminal.ts";
import { requireAccount, withServices } from "./with-services.ts";

/** What can be done with all that is kept about a person, below `accounts`. */
export function addAccountDataCommands(accounts: Command): void {
  accounts
    .command("export <email>")
    .description("print everything kept about an account's person as JSON")
    .action(exportData);
  accounts
    .command("delete <email>")
    .description("delete an account at once, with everything kept about it")
    .option("--yes", "go ahead", false)
    .action(deleteAccount);
}

async function exportData(email: string): Promise<void> {
  await withServices(async (services) => {
    const { id } = await requireAccount(services, email);
    for await (const piece of await services.accounts.export(id, commandLine))
      await write(escaped(piece));
  });
}

async function deleteAccount(email: string, options: { yes: boolean }): Promise<void> {
  if (!options.yes)
    throw new Refused("This deletes the account at once and for good. Add --yes to go ahead.");
  await withServices(async (services) => {
    const account = await requireAccount(services, email);
    const outcome = await services.accounts.delete(account.id, commandLine);
    if (outcome === "last_administrator")
      throw new Refused(`${account.email} is the last administrator. Make another one first.`);
    if (outcome === "unknown") throw new Refused(`There is no account ${account.email}.`);
    await print(`Deleted ${account.email} and everything kept about it but the audit trail.`);
  });
}
