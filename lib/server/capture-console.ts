import { format } from "node:util";
import { logWarning } from "./log.ts";

/** Next and React speak through the console: what they say becomes a line of the log, without stacks and values. */
export function captureConsole(): void {
  const say = (...said: unknown[]) => logWarning(firstLine(said));
  Object.assign(console, { error: say, warn: say });
}

/** An error's own message, and of a text with what was filled in only the first line. */
function firstLine(said: unknown[]): string {
  const parts = said.map((part) => (part instanceof Error ? part.message : part));
  return format(...parts).split("\n", 1)[0] ?? "";
}
