import { setTimeout as sleep } from "node:timers/promises";
import { type Database, immediate } from "./open.ts";

/** Between two looks at whether the lock is free, in milliseconds. */
const pause = 60;

/** How long a writer waits for other processes before it gives up, in milliseconds. */
const patience = 5_000;

interface Hold {
  /** What SQLite said. */
  error: unknown;
  over: Promise<unknown>;
}

const holds = new WeakMap<Database["$client"], Hold>();

/**
 * Runs `work` in one IMMEDIATE transaction. While another process holds the lock, waits without holding up the
 * event loop, tries again, and throws SQLITE_BUSY after five seconds. All that wait in this process share one look
 * at the lock, so a crowd costs no more than one.
 */
export async function write<T>(database: Database, work: () => T): Promise<T> {
  const { $client: client } = database;
  const giveUpAt = performance.now() + patience;
  for (;;) {
    const hold = holds.get(client);
    if (hold === undefined) {
      try {
        return immediate(database, work);
      } catch (error) {
        if (!isLocked(error)) throw error;
        holds.set(client, { error, over: sleep(pause).then(() => holds.delete(client)) });
      }
    } else if (performance.now() >= giveUpAt) throw hold.error;
    else await hold.over;
  }
}

function isLocked(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code).startsWith("SQLITE_BUSY");
}
