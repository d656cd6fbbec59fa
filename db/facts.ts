import { eq } from "drizzle-orm";
import type { Database } from "./open.ts";
import { facts } from "./schema.ts";

/** What is known about the database as a whole under this name; null when nothing is. */
export function findFact(database: Database, name: string): unknown {
  return database.select().from(facts).where(eq(facts.name, name)).get()?.value ?? null;
}

/** Inside the caller's transaction, as `dropFact`. */
export function putFact(database: Database, name: string, value: unknown): void {
  database
    .insert(facts)
    .values({ name, value })
    .onConflictDoUpdate({ target: facts.name, set: { value } })
    .run();
}

export function dropFact(database: Database, name: string): void {
  database.delete(facts).where(eq(facts.name, name)).run();
}
