import { existsSync, rmSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
import { DatabaseRefused } from "#db/database-refused.ts";

/** Deletes the demo's database, unless a server has it open: it would go on with a file that nobody else sees. */
export function clearDemo(file: string): void {
  if (existsSync(file) && isOpenElsewhere(file))
    throw new DatabaseRefused(file, "belongs to a demo that is running");
  for (const ending of ["", "-wal", "-shm", "-journal"])
    rmSync(`${file}${ending}`, { force: true });
}

/** Leaving WAL mode takes the only connection. What cannot be read at all is in nobody's use. */
function isOpenElsewhere(file: string): boolean {
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
