/**
 * Runs `work` again and again until the returned function is called: `pause` milliseconds after it last ended, or
 * as soon as requests have had their turn when it resolves to true, for there is more.
 */
export function repeat(
  work: () => Promise<unknown>,
  pause: number,
  onFailure: (error: unknown) => void,
): () => void {
  let timer: NodeJS.Timeout;
  let stopped = false;
  const wait = () => {
    // Housekeeping does not keep a process alive.
    if (!stopped) timer = setTimeout(run, pause).unref();
  };
  const run = async () => {
    const more = await work().catch(onFailure);
    if (more === true && !stopped) setImmediate(run);
    else wait();
  };
  wait();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
