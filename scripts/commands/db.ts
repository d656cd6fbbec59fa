import { resolve } from "node:path";
import type { Command } from "commander";
import { backUp } from "#db/backup.ts";
import { restore } from "#db/restore.ts";
import { readEnv } from "#lib/env.ts";
import { print, remark } from "./terminal.ts";
import { withServices } from "./with-services.ts";

/** `startedIn` is the folder that file names are meant from. */
export function addDatabaseCommands(program: Command, startedIn: string): void {
  const database = program.command("db").description("the database file");
  database
    .command("migrate")
    .description("bring the database up to date, making it when there is none")
    .action(migrate);
  database
    .command("backup <file>")
    .description("copy the database, in use or not, to a new file")
    .action((file: string) => backup(resolve(startedIn, file)));
  database
    .command("restore <file>")
    .description("put a copy in the database's place; every session in it ends")
    .action((file: string) => restoreCopy(resolve(startedIn, file)));
  database
    .command("purge")
    .description("end what timed out and forget what was kept for long enough, all of it at once")
    .action(purge);
}

// Opening migrates.
async function migrate(): Promise<void> {
  await withServices(({ env }) => print(`${env.databaseFile} is up to date.`));
}

async function backup(file: string): Promise<void> {
  await backUp(readEnv(process.env).databaseFile, file);
  await print(`Copied the database to ${file}.`);
}

async function restoreCopy(copy: string): Promise<void> {
  const { databaseFile } = readEnv(process.env);
  const kept = await restore(copy, databaseFile);
  await print(`Put ${copy} in the place of ${databaseFile}.`);
  if (kept !== null) await print(`What was there is kept as ${kept}.`);
  await print("Every session in it ends before anything is served: everybody signs in again.");
}

async function purge(): Promise<void> {
  await withServices(async ({ sweep }) => {
    let total = 0;
    for (let done = await sweep(); done > 0; done = await sweep()) {
      total += done;
      await remark(`${total} done so far`);
    }
    await print(`Cleared ${total} ${total === 1 ? "record" : "records"} that fell due.`);
  });
}
