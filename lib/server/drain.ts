import type { Server, ServerResponse } from "node:http";

const lookAgainAfter = 100;

/** Collects the answers that are under way, for `drain`. */
export function trackResponses(server: Server): ReadonlySet<ServerResponse> {
  const running = new Set<ServerResponse>();
  server.prependListener("request", (_request, response) => {
    running.add(response);
    response.once("close", () => running.delete(response));
  });
  return running;
}

/** Takes no new connections, lets the running requests finish, and cuts what is left after `grace` milliseconds. */
export async function drain(
  server: Server,
  running: ReadonlySet<ServerResponse>,
  grace: number,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => letGo(server, running), lookAgainAfter);
  const cut = setTimeout(() => server.closeAllConnections(), grace);
  letGo(server, running);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

function letGo(server: Server, running: ReadonlySet<ServerResponse>): void {
  for (const response of running) {
    response.shouldKeepAlive = false;
    // An event stream never ends by itself; its page asks again and reaches the next process.
    if (isEventStream(response)) response.end();
  }
  server.closeIdleConnections();
}

function isEventStream(response: ServerResponse): boolean {
  return (
    response.headersSent && `${response.getHeader("content-type")}`.startsWith("text/event-stream")
  );
}
