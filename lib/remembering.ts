import QuickLRU from "quick-lru";

/** `work` for a function of its argument alone, done once for each of the last `most` arguments. */
export function remembering<A, R>(work: (argument: A) => R, most: number): (argument: A) => R {
  const known = new QuickLRU<A, R>({ maxSize: most });
  return (argument) => {
    const before = known.get(argument);
    if (before !== undefined) return before;
    const result = work(argument);
    known.set(argument, result);
    return result;
  };
}
