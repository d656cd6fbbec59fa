import { existsSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";

/**
 * Whether another connection has the database open. Only the sole one can leave WAL mode, which also puts all that
 * the -wal file holds into the file. What cannot be read at all is in nobody's use.
 */
export function isInUse(file: string): boolean {
  if (!existsSync(file)) return false;
  const client = new BetterSqlite3(file, { timeout: 0 });
  try {
    client.pragma("journal_mode = DELETE");
    return false;
  } catch (error) {
    return String((error as { code?: string }).code).startsWith("SQLITE_BUSY");
  } finally {
    client.close();
  }
}
