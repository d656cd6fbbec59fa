import { statSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
import { DatabaseRefused } from "./database-refused.ts";
import { pendingMigrations } from "./migrate.ts";

/** Up to this size every page is checked at start; a larger file would delay it too long. */
const checkedBytes = 256 * 1024 * 1024;

/**
 * Throws `DatabaseRefused` for a damaged database and for one written by newer code. Looks through a connection
 * that cannot write: closing any other would copy a left-over -wal file, perhaps not even its own, into the file.
 */
export function requireUsable(file: string): void {
  const client = new BetterSqlite3(file, { readonly: true });
  try {
    if (statSync(file).size <= checkedBytes) requireSound(client, file);
    pendingMigrations(client, file);
  } catch (error) {
    // A crash while the file was not in WAL mode: only a connection that can write is able to undo what it left.
    if ((error as { code?: string }).code !== "SQLITE_READONLY_ROLLBACK") throw error;
  } finally {
    client.close();
  }
}

function requireSound(client: BetterSqlite3.Database, file: string): void {
  if (client.pragma("quick_check(1)", { simple: true }) !== "ok")
    throw new DatabaseRefused(file, "is damaged");
}
