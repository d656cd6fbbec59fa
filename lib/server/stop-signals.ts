/** A terminal's Ctrl-C arrives several times at once: by itself, and passed on by npm and the starter. */
const sameKeypress = 1_000;

/** Calls `stop` at the first SIGINT, SIGTERM or loss of the parent, and `abort` at a later Ctrl-C. */
export function onStopSignals(
  source: NodeJS.EventEmitter,
  stop: () => void,
  abort: () => void,
  now: () => number = Date.now,
): void {
  let stoppedAt: number | null = null;
  const first = () => {
    if (stoppedAt !== null) return;
    stoppedAt = now();
    stop();
  };
  source.on("SIGTERM", first);
  source.on("disconnect", first);
  source.on("SIGINT", () => {
    if (stoppedAt !== null && now() - stoppedAt > sameKeypress) abort();
    else first();
  });
}
