/**
 * Attempts that this process has begun and not yet judged, by key. They count as failed until they are judged, so
 * who meets a limit that they alone have filled waits for them instead of being turned away.
 */
export function attemptsUnderWay() {
  const running = new Map<string, Set<Promise<unknown>>>();

  return {
    /** Runs `work` as one of the attempts under `key`. */
    async run<T>(key: string, work: () => Promise<T>): Promise<T> {
      const attempt = work();
      const others = running.get(key) ?? new Set();
      running.set(key, others.add(attempt));
      try {
        return await attempt;
      } finally {
        others.delete(attempt);
        if (others.size === 0) running.delete(key);
      }
    },

    /** Waits until one attempt under `key` is judged; false at once when there is none. */
    async oneJudged(key: string): Promise<boolean> {
      const others = running.get(key);
      if (others === undefined) return false;
      await Promise.race([...others]).catch(() => undefined);
      return true;
    },
  };
}

export type AttemptsUnderWay = ReturnType<typeof attemptsUnderWay>;
