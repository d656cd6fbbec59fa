import { join } from "node:path";
import type BetterSqlite3 from "better-sqlite3";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import { DatabaseRefused } from "./database-refused.ts";
import type { Database } from "./open.ts";

/** "LTCH": marks a SQLite file as Latchkey's. */
export const applicationId = 0x4c_54_43_48;

/**
 * Brings the schema up to this code's, one process at a time: the whole of it is one IMMEDIATE transaction,
 * so a crash in the middle leaves the schema as it was. Drizzle's own migrator reads before it locks.
 * Throws `DatabaseRefused` when the database was written by newer code.
 */
export function migrate(database: Database, file = ":memory:"): Database {
  const { $client: client } = database;
  client
    .transaction(() => {
      client.exec(
        "create table if not exists migrations (created_at integer primary key, hash text not null) strict",
      );
      const record = client.prepare("insert into migrations (created_at, hash) values (?, ?)");
      for (const migration of pendingMigrations(client, file)) {
        for (const statement of migration.sql) client.exec(statement);
        record.run(migration.folderMillis, migration.hash);
      }
    })
    .immediate();
  return database;
}

/** What is still to be applied; throws `DatabaseRefused` when something was applied that this code does not know. */
export function pendingMigrations(client: BetterSqlite3.Database, file: string): MigrationMeta[] {
  const migrations = readMigrationFiles({ migrationsFolder: join(process.cwd(), "db/migrations") });
  const known = new Set(migrations.map((migration) => migration.folderMillis));
  const applied = client.prepare("select created_at from migrations").pluck().all() as number[];
  if (applied.some((at) => !known.has(at)))
    throw new DatabaseRefused(file, "was written by a newer Latchkey");
  return migrations.filter((migration) => !applied.includes(migration.folderMillis));
}
