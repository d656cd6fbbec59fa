/** One look serves everybody who asks while it runs and for `kept` milliseconds after: many askers cost no more. */
export function sharedCheck(
  check: () => Promise<void>,
  kept: number,
  now: () => number = performance.now.bind(performance),
): () => Promise<void> {
  let last: { result: Promise<void>; until: number } | null = null;
  return () => {
    if (last !== null && now() < last.until) return last.result;
    const look = { result: check(), until: Number.POSITIVE_INFINITY };
    const settle = () => {
      look.until = now() + kept;
    };
    look.result.then(settle, settle);
    last = look;
    return look.result;
  };
}
