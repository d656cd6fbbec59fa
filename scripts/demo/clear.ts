import { rmSync } from "node:fs";
import { DatabaseRefused } from "#db/database-refused.ts";
import { isInUse } from "#db/in-use.ts";

/** Deletes the demo's database, unless a server has it open: it would go on with a file that nobody else sees. */
export function clearDemo(file: string): void {
  if (isInUse(file)) throw new DatabaseRefused(file, "belongs to a demo that is running");
  for (const ending of ["", "-wal", "-shm", "-journal"])
    rmSync(`${file}${ending}`, { force: true });
}
