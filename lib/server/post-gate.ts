import type { IncomingMessage, ServerResponse } from "node:http";

/** So many posts that lead nowhere may come at once, and so many a second for good. */
const most = 150;
const refill = 15;
/** So many may be under way: what waits for its password to be checked takes memory. */
const mostUnderWay = 64;

/** Takes a post in, to be let go when its answer has left; false when it is one too many. */
export type PostGate = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Keeps a flood of posts from taking the processor from everybody else: rendering the page that refuses a sign-in
 * costs far more than refusing it here (ASVS 5.0 15.2.2). Only posts that were not answered with a redirect, as
 * everything that succeeds is, use the allowance up, so nobody is slowed down for signing in quickly. Requests
 * with a cookie have an allowance of their own: a flood of strangers keeps nobody from signing out.
 */
export function postGate(now: () => number = performance.now.bind(performance)): PostGate {
  const strangers = allowance(now);
  const holders = allowance(now);
  return (request, response) => {
    if (request.method !== "POST") return true;
    const own = request.headers.cookie === undefined ? strangers : holders;
    if (!own.take()) return false;
    response.once("close", () =>
      own.letGo(response.statusCode >= 300 && response.statusCode < 400),
    );
    return true;
  };
}

function allowance(now: () => number) {
  let left = most;
  let underWay = 0;
  let countedAt = now();

  return {
    take(): boolean {
      const at = now();
      left = Math.min(most, left + ((at - countedAt) / 1_000) * refill);
      countedAt = at;
      if (left < 1 || underWay >= mostUnderWay) return false;
      left -= 1;
      underWay += 1;
      return true;
    },
    letGo(succeeded: boolean): void {
      underWay -= 1;
      if (succeeded) left = Math.min(most, left + 1);
    },
  };
}
