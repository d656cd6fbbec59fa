import { format } from "node:util";
import { isClientFault } from "./client-fault.ts";
import { logProblem, logWarning } from "./log.ts";

/** What Next says about requests that programs make by hand; ours are judged at the front door. */
const aboutRequests = /Missing `origin` header from a forwarded Server Actions request/;

interface Log {
  problem(what: string, error: unknown): void;
  warning(what: string): void;
}

/**
 * Next and React speak through the console, stacks and values included. What they say becomes a line of the log, and
 * what a request is to blame for none: it was told by its status, and a stranger could fill the log.
 */
export function captureConsole(log: Log = { problem: logProblem, warning: logWarning }): void {
  const say = (...said: unknown[]): void => {
    const error = said.find((part) => part instanceof Error);
    if (isClientFault(error) || aboutRequests.test(String(said[0]))) return;
    if (error === undefined) log.warning(format(...said).split("\n", 1)[0] ?? "");
    else log.problem("a request failed", error);
  };
  Object.assign(console, { error: say, warn: say });
}
