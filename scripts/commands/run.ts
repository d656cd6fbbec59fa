import { Command, CommanderError } from "commander";
import { BackupRefused } from "#db/backup.ts";
import { DatabaseRefused } from "#db/database-refused.ts";
import { RestoreRefused } from "#db/restore.ts";
import { SettingsRefused } from "#lib/env.ts";
import { addAccountCommands } from "./accounts.ts";
import { addDatabaseCommands } from "./db.ts";
import { addEventCommands } from "./events.ts";
import { Refused } from "./refused.ts";
import { addSessionCommands } from "./sessions.ts";
import { addSetupLinkCommand } from "./setup-link.ts";
import { isLostReader, remark, surviveLostReaders } from "./terminal.ts";

/** 0: done; 1: refused, with the reason on stderr; 2: not understood. */
export type ExitStatus = 0 | 1 | 2;

/** Does what the arguments say. `startedIn` is the folder that file names are meant from. */
export async function run(args: string[], startedIn: string): Promise<ExitStatus> {
  surviveLostReaders();
  try {
    await commands(startedIn).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (isLostReader(error)) return 0;
    await remark(reasonFor(error));
    return 1;
  }
}

function commands(startedIn: string): Command {
  const program = new Command("latchkey")
    .description("Administers Latchkey from a shell, whether the server runs or not.")
    .usage("<command>")
    .exitOverride();
  addAccountCommands(program);
  addSessionCommands(program);
  addEventCommands(program);
  addDatabaseCommands(program, startedIn);
  addSetupLinkCommand(program);
  return program;
}

const refusals = [Refused, SettingsRefused, DatabaseRefused, BackupRefused, RestoreRefused];

/** One line for what can be expected to go wrong; anything else is a fault and shows where it happened. */
function reasonFor(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (refusals.some((refusal) => error instanceof refusal)) return error.message;
  // A failed query repeats what it was given, which may be a password's hash; its cause does not.
  if (error.cause !== undefined) return reasonFor(error.cause);
  const { code } = error as { code?: string };
  if (code?.startsWith("SQLITE_")) return `The database failed: ${error.message} (${code}).`;
  return error.stack ?? error.message;
}
