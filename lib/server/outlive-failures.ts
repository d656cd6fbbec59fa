import { logProblem } from "./log.ts";

// Where Next looks for the listener to use in place of its own, which prints whole error objects:
// those of a failed query hold its parameters.
const nextListener = Symbol.for("next.unhandledRejectionListener");

/** A promise nobody waited for is logged; an exception nobody caught leaves a state nobody knows, so it ends the process. */
export function outliveFailures(end: () => void): void {
  const logRejection = (reason: unknown) => logProblem("unhandled rejection", reason);
  Object.assign(globalThis, { [nextListener]: logRejection });
  replaceListeners("unhandledRejection", logRejection);
  replaceListeners("uncaughtException", (error) => {
    logProblem("uncaught exception", error);
    end();
  });
}

function replaceListeners(event: string, listener: (problem: unknown) => void): void {
  process.removeAllListeners(event);
  process.on(event, listener);
}
