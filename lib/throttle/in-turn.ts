export type InTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** Lets what this process does under one key happen one after another; under different keys, at once. */
export function takingTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work);
    const over = turn.catch(() => undefined);
    last.set(key, over);
    try {
      return await turn;
    } finally {
      if (last.get(key) === over) last.delete(key);
    }
  };
}
