import type { Command } from "commander";
import { commandLine } from "#lib/audit/event.ts";
import { Refused } from "./refused.ts";
import { print } from "./terminal.ts";
import { withServices } from "./with-services.ts";

export function addSetupLinkCommand(program: Command): void {
  program
    .command("setup-link")
    .description(
      "print a new link that makes the first administrator; the one before stops working",
    )
    .action(printLink);
}

async function printLink(): Promise<void> {
  await withServices(async ({ setup }) => {
    const link = await setup.issueLink(commandLine);
    if (link === null)
      throw new Refused("There is an administrator already, so nothing is to be set up.");
    await print(link);
  });
}
