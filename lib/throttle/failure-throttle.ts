import { inArray, lte } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { throttles } from "#db/schema.ts";
import { write } from "#db/write.ts";
import { after, type Duration, seconds } from "#lib/duration.ts";
import { Counter } from "./counter.ts";

/** So many are let pass within the window that the first of them opens. */
export interface Limit {
  key: string;
  failures: number;
  window: Duration;
}

/** Either the attempt may be made, with the keys that it used up, or it must wait for those that are reached. */
export type Attempt =
  | { allowed: true; usedUp: string[] }
  | { allowed: false; until: Date; reached: string[] };

export type FailureThrottle = ReturnType<typeof failureThrottle>;

/** Counts in the database, so that a restart forgets nothing and all processes count together. */
export function failureThrottle(database: Database) {
  return {
    attempt,

    /** The attempt succeeded after all: forgets the failures under these keys. */
    async forget(keys: string[]): Promise<void> {
      await write(database, () =>
        database.delete(throttles).where(inArray(throttles.key, keys)).run(),
      );
    },

    refund,
  };

  /**
   * Counts an attempt as failed before it is made, so that a hundred at once cannot all slip through. When a limit
   * is reached already, counts nothing, writes nothing and says when to try again.
   */
  async function attempt(limits: Limit[], now: Date): Promise<Attempt> {
    const refusal = await refusalBy(limits, now);
    if (refusal !== null) return refusal;
    const usedUp: string[] = [];
    for (const [counted, limit] of limits.entries()) {
      const left = await consume(limit, now);
      if (left === 0) usedUp.push(limit.key);
      if (left !== null) continue;
      // Another attempt came between: what was counted on the way here is given back.
      await refund(limits.slice(0, counted).map(({ key }) => key));
      return attempt(limits, now);
    }
    return { allowed: true, usedUp };
  }

  /** The attempt succeeded after all: takes back the one failure counted for it under each key. */
  async function refund(keys: string[]): Promise<void> {
    for (const key of keys)
      await new Counter(database, { key, failures: 0, window: seconds(0) }).reward(key);
  }

  /** How many are left after this one; null when there was none left. */
  async function consume(limit: Limit, now: Date): Promise<number | null> {
    try {
      const counted = await new Counter(database, limit).consume(limit.key, 1, { now });
      return counted.remainingPoints;
    } catch (refusal) {
      // The library throws its answer when it refuses, and an error when it could not count.
      if (refusal instanceof Error) throw refusal;
      return null;
    }
  }

  /** The refusal by those limits that are reached, which lasts as long as the longest of them. Reads only. */
  async function refusalBy(limits: Limit[], now: Date): Promise<Attempt | null> {
    const reached: string[] = [];
    let wait = 0;
    for (const limit of limits) {
      const counted = await new Counter(database, limit).get(limit.key, { now });
      if (counted === null || counted.remainingPoints > 0) continue;
      reached.push(limit.key);
      wait = Math.max(wait, counted.msBeforeNext);
    }
    if (reached.length === 0) return null;
    return { allowed: false, until: after(now, wait as Duration), reached };
  }
}

/** Forgets at most `limit` counters whose window has passed; returns how many. In the caller's transaction. */
export function purgeThrottles(database: Database, now: Date, limit: number): number {
  const over = database
    .select({ key: throttles.key })
    .from(throttles)
    .where(lte(throttles.resetsAt, now))
    .limit(limit);
  return database.delete(throttles).where(inArray(throttles.key, over)).run().changes;
}
