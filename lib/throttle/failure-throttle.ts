import { eq, inArray, lte, sql } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { throttles } from "#db/schema.ts";
import { write } from "#db/write.ts";
import { after, before, type Duration } from "#lib/duration.ts";

/** So many failures are let pass within the window that the first of them opens. */
export interface Limit {
  key: string;
  failures: number;
  window: Duration;
}

/** Either the attempt may be made, with the keys that it used up, or it must wait. */
export type Attempt = { allowed: true; usedUp: string[] } | { allowed: false; until: Date };

export type FailureThrottle = ReturnType<typeof failureThrottle>;

/** Counts failures in the database, so that a restart forgets nothing and all processes count together. */
export function failureThrottle(database: Database) {
  const byKey = database
    .select()
    .from(throttles)
    .where(eq(throttles.key, sql.placeholder("key")))
    .prepare();

  return {
    /**
     * Counts an attempt as failed before it is made, so that a hundred at once cannot all slip through.
     * When a limit is reached already, counts nothing and says when to try again.
     */
    attempt(limits: Limit[], now: Date): Promise<Attempt> {
      return write(database, () => {
        const until = blockedUntil(limits, now);
        if (until !== null) return { allowed: false, until };
        const usedUp = limits.filter((limit) => count(limit, now) >= limit.failures);
        return { allowed: true, usedUp: usedUp.map(({ key }) => key) };
      });
    },

    /** The attempt succeeded after all: forgets the failures under these keys. */
    async forget(keys: string[]): Promise<void> {
      await write(database, () =>
        database.delete(throttles).where(inArray(throttles.key, keys)).run(),
      );
    },

    /** The attempt succeeded after all: takes back the one failure counted for it under each key. */
    async refund(keys: string[]): Promise<void> {
      const oneLess = { failures: sql`max(0, ${throttles.failures} - 1)` };
      await write(database, () =>
        database.update(throttles).set(oneLess).where(inArray(throttles.key, keys)).run(),
      );
    },

    /** Drops counters whose window has passed. */
    sweep(now: Date): Promise<number> {
      return write(
        database,
        () => database.delete(throttles).where(lte(throttles.resetsAt, now)).run().changes,
      );
    },
  };

  function blockedUntil(limits: Limit[], now: Date): Date | null {
    const waits = limits.flatMap((limit) => {
      const row = openRow(limit, now);
      return row && row.failures >= limit.failures ? [row.resetsAt.getTime()] : [];
    });
    return waits.length === 0 ? null : new Date(Math.max(...waits));
  }

  function count(limit: Limit, now: Date): number {
    const { key, window } = limit;
    const row = openRow(limit, now);
    const failures = row ? row.failures + 1 : 1;
    const resetsAt = row ? row.resetsAt : after(now, window);
    database
      .insert(throttles)
      .values({ key, failures, resetsAt })
      .onConflictDoUpdate({ target: throttles.key, set: { failures, resetsAt } })
      .run();
    return failures;
  }

  /** A window that opens later than one window from now was opened by a clock that has been put right since. */
  function openRow({ key, window }: Limit, now: Date) {
    const row = byKey.get({ key });
    if (!row || row.resetsAt <= now) return undefined;
    return before(row.resetsAt, window) <= after(now, window) ? row : undefined;
  }
}
