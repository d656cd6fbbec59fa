import { eq, sql } from "drizzle-orm";
import RateLimiterStoreAbstract from "rate-limiter-flexible/lib/RateLimiterStoreAbstract.js";
import type { Database } from "#db/open.ts";
import { throttles } from "#db/schema.ts";
import { write } from "#db/write.ts";
import { after, before, type Duration } from "#lib/duration.ts";
import type { Limit } from "./failure-throttle.ts";

/** What the library passes through to us. */
interface Options {
  now?: Date;
}

interface Counted {
  consumed: number;
  /** Until the window closes. */
  wait: number;
}

/**
 * One limit of rate-limiter-flexible, counted on our own connection. The library's own SQLite store reads the
 * machine's clock, counts what it refuses and writes past our waiting for locks. A class because the library asks
 * for one; the names with an underscore are those that it calls.
 */
export class Counter extends RateLimiterStoreAbstract {
  readonly #database: Database;
  readonly #window: Duration;

  constructor(database: Database, { failures, window }: Limit) {
    super({
      storeClient: database.$client,
      points: failures,
      duration: window / 1_000,
      keyPrefix: "",
    });
    this.#database = database;
    this.#window = window;
  }

  /** Adds to the count, or without a time takes back; what goes beyond the limit is answered, not written. */
  _upsert(key: string, points: number, _ms: number, _force: boolean, { now }: Options) {
    return write(this.#database, () =>
      now === undefined ? this.#takeBack(key, -points) : this.#add(key, points, now),
    );
  }

  async _get(key: string, { now = new Date() }: Options): Promise<Counted | null> {
    const row = this.#openRow(key, now);
    return row ? { consumed: row.failures, wait: row.resetsAt.getTime() - now.getTime() } : null;
  }

  _delete(key: string): Promise<boolean> {
    const gone = this.#database.delete(throttles).where(eq(throttles.key, key));
    return write(this.#database, () => gone.run().changes > 0);
  }

  _getRateLimiterRes(_key: string, _changed: number, { consumed, wait }: Counted) {
    return {
      consumedPoints: consumed,
      remainingPoints: Math.max(0, this.points - consumed),
      msBeforeNext: wait,
    };
  }

  #add(key: string, points: number, now: Date): Counted {
    const row = this.#openRow(key, now);
    const consumed = (row?.failures ?? 0) + points;
    const resetsAt = row?.resetsAt ?? after(now, this.#window);
    if (consumed <= this.points)
      this.#database
        .insert(throttles)
        .values({ key, failures: consumed, resetsAt })
        .onConflictDoUpdate({ target: throttles.key, set: { failures: consumed, resetsAt } })
        .run();
    return { consumed, wait: resetsAt.getTime() - now.getTime() };
  }

  #takeBack(key: string, points: number): Counted {
    const row = this.#database
      .update(throttles)
      .set({ failures: sql`max(0, ${throttles.failures} - ${points})` })
      .where(eq(throttles.key, key))
      .returning()
      .get();
    return { consumed: row?.failures ?? 0, wait: 0 };
  }

  /** A window that opens later than one window from now was opened by a clock that has been put right since. */
  #openRow(key: string, now: Date) {
    const row = this.#database.select().from(throttles).where(eq(throttles.key, key)).get();
    if (!row || row.resetsAt <= now) return undefined;
    return before(row.resetsAt, this.#window) <= after(now, this.#window) ? row : undefined;
  }
}
