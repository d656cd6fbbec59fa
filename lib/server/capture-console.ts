import { format } from "node:util";
import { isClientFault } from "./client-fault.ts";
import { logProblem, logWarning } from "./log.ts";

/** What Next says about requests that programs make by hand; ours are judged at the front door. */
const aboutRequests = /Missing `origin` header from a forwarded Server Actions request/;

/**
 * Next and React speak through the console, stacks and values included. What they say becomes a line of the log, and
 * what a request is to blame for none: it was told by its status, and a stranger could fill the log.
 */
export function captureConsole(): void {
  Object.assign(console, { error: say, warn: say });
}

function say(...said: unknown[]): void {
  const error = said.find((part) => part instanceof Error);
  if (isClientFault(error) || aboutRequests.test(String(said[0]))) return;
  const text = format(...said.filter((part) => part !== error)).split("\n", 1)[0] ?? "";
  if (error === undefined) logWarning(text);
  else logProblem(text, error);
}
