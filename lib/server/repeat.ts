/** Runs `work` again and again, `pause` milliseconds after it last ended, until the returned function is called. */
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
    await work().catch(onFailure);
    wait();
  };
  wait();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
