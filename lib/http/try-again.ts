import "server-only";
import { setStatus } from "#lib/server/response-scope.ts";
import { services } from "#lib/services.ts";

const shortly = 5;

/** Answers with `status` and Retry-After, and returns `sentence` with when to try again added. */
export function tryAgainLater(status: 429 | 503, until: Date | null, sentence: string): string {
  const seconds = until === null ? shortly : secondsUntil(until);
  setStatus(status, { "Retry-After": String(seconds) });
  return `${sentence} Try again in ${inWords(seconds)}.`;
}

function secondsUntil(until: Date): number {
  return Math.max(1, Math.ceil((until.getTime() - services().now().getTime()) / 1_000));
}

function inWords(seconds: number): string {
  if (seconds < 60) return "a few seconds";
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}
