import { eq } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { tallies } from "#db/schema.ts";

/** Tells how many sessions are live, timed-out ones until they are swept: a tally that triggers keep, whatever its size. */
export function liveCounter(database: Database): () => number {
  const tally = database
    .select({ rows: tallies.rows })
    .from(tallies)
    .where(eq(tallies.name, "sessions"))
    .prepare();
  return () => tally.get()?.rows ?? 0;
}
