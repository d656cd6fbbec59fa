import pino, { type DestinationStream, type Logger } from "pino";
import { describeProblem, plainLine } from "./describe-problem.ts";
import { currentRequestId } from "./response-scope.ts";

/** Writes at once: whoever got an answer finds its line, and a crash loses none. */
const log = createLog(pino.destination({ dest: 2, sync: true }), process.stderr.isTTY === true);

/** One JSON object a line, or plain lines for somebody who reads along in a terminal. */
export function createLog(to: DestinationStream, plain: boolean): Logger {
  const options = {
    base: { pid: process.pid },
    messageKey: "message",
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    // The request that this happened in, so that the number on an error page leads here.
    mixin: () => ({ requestId: currentRequestId() }),
  };
  return pino(options, plain ? { write: (line) => to.write(inPlain(line)) } : to);
}

/** One line on what went wrong: names, codes, messages and the place it comes from; no secrets. */
export function logProblem(what: string, error: unknown, into: Logger = log): void {
  into.error({ error: describeProblem(error) }, plainLine(what));
}

/** One line on what somebody else's code has to say. */
export function logWarning(what: string, into: Logger = log): void {
  into.warn(plainLine(what));
}

/** One line on the life of the process. */
export function logNews(what: string, facts: Record<string, string | number> = {}): void {
  log.info(facts, what);
}

function inPlain(line: string): string {
  const { level, time, requestId, error, message } = JSON.parse(line) as Record<string, string>;
  // A terminal has the greeting; what it needs besides is trouble.
  if (level === "info") return "";
  const what = requestId === undefined ? message : `${message} (request ${requestId})`;
  return `${time} ${error === undefined ? what : `${what}: ${error}`}\n`;
}
