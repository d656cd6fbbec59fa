/** Notes how long each turn of the event loop takes, in milliseconds: so long does a request wait at worst. */
export function watchTurns() {
  const turns: number[] = [];
  let last = performance.now();
  let next = setImmediate(look);
  function look(): void {
    const now = performance.now();
    // An idle turn says nothing.
    if (now - last > 1) turns.push(now - last);
    last = now;
    next = setImmediate(look);
  }
  return {
    /** Forgets the time since the last turn. */
    skip: () => {
      last = performance.now();
    },
    stop(): number[] {
      clearImmediate(next);
      return turns;
    },
  };
}
