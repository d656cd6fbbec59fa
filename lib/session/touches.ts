import { setTimeout as sleep } from "node:timers/promises";
import type { Duration } from "#lib/duration.ts";
import type { SessionStore } from "./session-store.ts";

/**
 * Notes together who was seen during `pause`: one at a time, each would wait for the disk. Whoever ends in between
 * stays ended, and what a crash loses is no more than that anybody was seen in the last moment.
 */
export function touchesIn(store: SessionStore, pause: Duration) {
  let seen = new Map<string, Date>();
  let next: Promise<void> | null = null;

  async function flush(): Promise<void> {
    const noted = seen;
    seen = new Map();
    next = null;
    if (noted.size > 0) await store.touch(noted);
  }

  return {
    /** Resolves when it is written. */
    note(id: string, at: Date): Promise<void> {
      seen.set(id, at);
      next ??= sleep(pause).then(flush);
      return next;
    },

    /** Writes at once what waits. */
    flush,
  };
}
