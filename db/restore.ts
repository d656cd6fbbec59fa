import { existsSync, linkSync, realpathSync, renameSync, rmSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
import { BackupRefused, backUp } from "./backup.ts";
import { markAsCopy } from "./copy-mark.ts";
import { DatabaseRefused } from "./database-refused.ts";
import { isInUse } from "./in-use.ts";
import { inspect } from "./inspect.ts";
import { openDatabase } from "./open.ts";
import { requireUsable } from "./require-usable.ts";

/** The copy was not put in place. The message is one sentence for whoever asked for it. */
export class RestoreRefused extends Error {
  override readonly name = "RestoreRefused";
  readonly code = "restore_refused";
}

/**
 * Puts a copy in the place of the database, brought up to date and marked as a copy, so that whoever serves it next
 * ends what it brings back. Returns where the database that was there is kept, or null when there was none. Refuses
 * (`RestoreRefused`, `DatabaseRefused`) while anybody uses the database, with everything left as it was.
 */
export async function restore(copy: string, file: string, at = new Date()): Promise<string | null> {
  requireCopy(copy, file);
  const draft = `${file}.${process.pid}.restored`;
  try {
    await backUp(copy, draft, at);
    bringUpToDate(draft, at);
    // Last, and again: copying took a while.
    requireUnused(file);
    const kept = setAside(file, at);
    renameSync(draft, file);
    return kept;
  } catch (error) {
    if (error instanceof BackupRefused) throw new RestoreRefused(error.message);
    throw error;
  } finally {
    for (const ending of ["", "-wal", "-shm"]) rmSync(draft + ending, { force: true });
  }
}

function requireCopy(copy: string, file: string): void {
  if (inspect(copy) === "absent") throw new RestoreRefused(`There is no file ${copy}.`);
  if (existsSync(file) && realpathSync(copy) === realpathSync(file))
    throw new RestoreRefused(`${copy} is the database itself.`);
  requireUsable(copy);
  requireUnused(file);
}

/** A damaged one is not even looked into by SQLite, which might throw away what belongs to it. */
function requireUnused(file: string): void {
  if (isWhole(file) && isInUse(file))
    throw new RestoreRefused(`A server or a command uses ${file}. Stop it, then restore.`);
}

function isWhole(file: string): boolean {
  try {
    return inspect(file) === "present";
  } catch (error) {
    if (error instanceof DatabaseRefused) return false;
    throw error;
  }
}

/** A copy from before there was a mark for copies gets the tables first. */
function bringUpToDate(draft: string, at: Date): void {
  openDatabase(draft).$client.close();
  const client = new BetterSqlite3(draft);
  try {
    markAsCopy(client, at);
    client.pragma("journal_mode = DELETE");
  } finally {
    client.close();
  }
}

/** Under another name as well; its own is taken over in one step, so that there is a database at every instant. */
function setAside(file: string, at: Date): string | null {
  if (!existsSync(file)) return null;
  const kept = `${file}.before-restore-${at.toISOString().replaceAll(":", "-")}`;
  linkSync(file, kept);
  // Left behind by one that is damaged: beside the new file it would be taken for its own.
  for (const ending of ["-wal", "-journal"])
    if (existsSync(file + ending)) renameSync(file + ending, kept + ending);
  rmSync(`${file}-shm`, { force: true });
  return kept;
}
