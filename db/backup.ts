import { closeSync, openSync, renameSync, rmSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
import { markAsCopy } from "./copy-mark.ts";
import { DatabaseRefused } from "./database-refused.ts";
import { inspect } from "./inspect.ts";

/** The copy was not made. The message is one sentence for whoever asked for it. */
export class BackupRefused extends Error {
  override readonly name = "BackupRefused";
  readonly code = "backup_refused";
}

/**
 * Copies the database, in use or not, to a new file that only its owner can read. `copy` appears whole, checked
 * and marked as a copy, or not at all; a file that is there already is left alone (`BackupRefused`). The database is
 * not migrated first: this is what one does before that.
 */
export async function backUp(file: string, copy: string, at = new Date()): Promise<void> {
  if (inspect(file) === "absent") throw new BackupRefused(`There is no database ${file} to copy.`);
  const draft = `${copy}.${process.pid}.part`;
  reserve(copy);
  try {
    reserve(draft);
    await copyPages(file, draft);
    verify(draft, at);
    renameSync(draft, copy);
  } catch (error) {
    rmSync(copy, { force: true });
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Makes the file, empty and private, or refuses: nobody else can make it from here on. */
function reserve(file: string): void {
  try {
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw new BackupRefused(`${file} exists already. It was left as it is.`);
    if (code === "ENOENT")
      throw new BackupRefused(`${file} cannot be written: there is no such folder.`);
    throw new BackupRefused(`${file} cannot be written (${code}).`);
  }
}

async function copyPages(file: string, draft: string): Promise<void> {
  const source = new BetterSqlite3(file, { fileMustExist: true, timeout: 5_000 });
  try {
    // In one step: whenever another process writes between two, SQLite starts over, on a busy desk for ever.
    await source.backup(draft, { progress: () => 0x7f_ff_ff_ff });
  } finally {
    source.close();
  }
}

/** Opens the copy for itself, as one file without a -wal beside it, reads every page, and marks it. */
function verify(copy: string, at: Date): void {
  const client = new BetterSqlite3(copy, { fileMustExist: true });
  try {
    client.pragma("journal_mode = DELETE");
    if (client.pragma("integrity_check(1)", { simple: true }) !== "ok")
      throw new DatabaseRefused(copy, "came out damaged");
    markAsCopy(client, at);
  } finally {
    client.close();
  }
  inspect(copy);
}
