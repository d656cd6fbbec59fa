import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { DatabaseRefused } from "./database-refused.ts";
import { inspect } from "./inspect.ts";
import { applicationId, migrate } from "./migrate.ts";
import { requireUsable } from "./require-usable.ts";
import * as schema from "./schema.ts";

export type Database = BetterSQLite3Database<typeof schema> & { $client: BetterSqlite3.Database };

/** How long opening waits for another process, which may be migrating, in milliseconds. */
const openingPatience = 5_000;

/** How long a statement holds up the event loop for another process's lock, in milliseconds; `write` waits on. */
const busyTimeout = 20;

/**
 * The most that pages of the file take up in memory, in kilobytes; a smaller file takes its own size. With ten million
 * sessions it holds what ten thousand people who are active touch: docs/adr/0016.
 */
const pageCache = 256 * 1_024;

/**
 * Opens the database file (or `:memory:`), making and migrating it when needed.
 * Throws `DatabaseRefused`, the file untouched, when it is corrupt, foreign, newer than this code or not writable.
 */
export function openDatabase(file: string): Database {
  if (file === ":memory:") return connect(file);
  try {
    if (inspect(file) === "absent") create(file);
    requireUsable(file);
    return connect(file);
  } catch (error) {
    throw refusal(error, file);
  }
}

/**
 * Runs `work` in one IMMEDIATE transaction, or as a part of the one around it: deferred ones fail with SQLITE_BUSY
 * when several processes write. Callers who can wait use `write`.
 */
export function immediate<T>(database: Database, work: () => T): T {
  const { $client: client } = database;
  // A savepoint for each part would copy every page that it changes.
  return client.inTransaction ? work() : client.transaction(work).immediate();
}

function connect(file: string): Database {
  // Without `fileMustExist` a file that disappeared meanwhile would be followed by an empty one.
  const client = new BetterSqlite3(file, {
    timeout: openingPatience,
    fileMustExist: file !== ":memory:",
  });
  try {
    client.pragma("foreign_keys = ON");
    // An acknowledged revocation must survive a power cut; NORMAL was seen to lose commits.
    client.pragma("synchronous = FULL");
    client.pragma("trusted_schema = OFF");
    client.pragma(`cache_size = -${pageCache}`);
    const database = migrate(drizzle(client, { schema }), file);
    // Last, because it writes to the file.
    client.pragma("journal_mode = WAL");
    client.pragma(`busy_timeout = ${busyTimeout}`);
    return database;
  } catch (error) {
    client.close();
    throw error;
  }
}

/**
 * A new database appears under its name only when it is complete, so a file that is empty or half made is
 * never taken for one. Two processes may start at once: the first link wins and both use it.
 */
function create(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = join(dirname(file), `.${randomUUID()}.new.db`);
  try {
    writeFileSync(draft, "", { flag: "wx", mode: 0o600 });
    const { $client: client } = connect(draft);
    client.pragma(`application_id = ${applicationId}`);
    client.close();
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function refusal(error: unknown, file: string): unknown {
  const code = (error as { code?: string }).code ?? "";
  if (code.startsWith("SQLITE_CORRUPT")) return new DatabaseRefused(file, "is damaged");
  if (code.startsWith("SQLITE_NOTADB")) return new DatabaseRefused(file, "is not a database");
  if (code.startsWith("SQLITE_READONLY") || code === "EROFS")
    return new DatabaseRefused(file, "cannot be written to");
  if (code.startsWith("SQLITE_CANTOPEN") || code === "EACCES" || code === "EPERM")
    return new DatabaseRefused(file, "cannot be opened: its folder or the file is not writable");
  if (code === "ENOTDIR" || code === "EEXIST")
    return new DatabaseRefused(file, "cannot be opened: what should be its folder is a file");
  if (code === "SQLITE_FULL" || code === "ENOSPC")
    return new DatabaseRefused(file, "cannot be written to: the disk is full");
  if (code.startsWith("SQLITE_BUSY"))
    return new DatabaseRefused(file, "is locked by another program");
  return error;
}
