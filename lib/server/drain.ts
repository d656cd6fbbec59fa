import type { Server, ServerResponse } from "node:http";
import { Server as NetServer } from "node:net";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";

const lookAgainAfter = 100;
/** How long a connection may stay silent before it counts as one that nobody is about to use, in milliseconds. */
const lastCall = 200;

/** Collects the answers that are under way, for `drain`. */
export function trackResponses(server: Server): ReadonlySet<ServerResponse> {
  const running = new Set<ServerResponse>();
  server.prependListener("request", (_request, response) => {
    running.add(response);
    response.once("close", () => running.delete(response));
  });
  return running;
}

/**
 * Takes no new connections, answers what arrives on open ones for the last time, and cuts what is left after `grace`
 * milliseconds. A connection that just waits is kept a little while: its next request may be on its way.
 */
export async function drain(
  server: Server,
  running: ReadonlySet<ServerResponse>,
  grace: number,
): Promise<void> {
  server.prependListener("request", (_request, response) => {
    response.shouldKeepAlive = false;
  });
  // What has reached us by now is taken in this turn of the loop, and closing would cut it.
  await turn();
  const cut = setTimeout(() => server.closeAllConnections(), grace);
  const closed = new Promise<void>((resolve) => stopListening(server, resolve));
  for (const response of running) finish(response);
  await Promise.race([closed, sleep(lastCall)]);
  // Only after incoming data had its turn: a connection whose next request is there is not idle.
  const sweep = setInterval(() => setImmediate(() => letGo(server, running)), lookAgainAfter);
  setImmediate(() => letGo(server, running));
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

/** An HTTP server's own `close` would close idle connections as well. */
function stopListening(server: Server, closed: () => void): void {
  NetServer.prototype.close.call(server, closed);
}

function letGo(server: Server, running: ReadonlySet<ServerResponse>): void {
  for (const response of running) finish(response);
  server.closeIdleConnections();
}

function finish(response: ServerResponse): void {
  response.shouldKeepAlive = false;
  // An event stream never ends by itself; its page asks again and reaches the next process.
  if (isEventStream(response)) response.end();
}

function isEventStream(response: ServerResponse): boolean {
  return (
    response.headersSent && `${response.getHeader("content-type")}`.startsWith("text/event-stream")
  );
}
