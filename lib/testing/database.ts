import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Database, openDatabase } from "#db/open.ts";

/** An empty folder, gone when the test is over. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "latchkey-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The name of a database file that does not exist yet; whatever is there is gone when the test is over. */
export function temporaryFile(): string {
  return join(temporaryDirectory(), "latchkey.db");
}

/** A migrated database, closed when the test is over: in memory, or in a file that others can open as well. */
export function temporaryDatabase(file = ":memory:"): Database {
  const database = openDatabase(file);
  onTestFinished(() => {
    database.$client.close();
  });
  return database;
}
