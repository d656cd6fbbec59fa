import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import type { Env } from "#lib/env.ts";

const root = join(import.meta.dirname, "../..");

export type NextApp = Awaited<ReturnType<typeof createApp>>;

/** Next, around which the server stands. */
export async function createApp(server: Server, { port, publicUrl }: Env, development: boolean) {
  // After an action that redirects, Next fetches the next page from here; the public address may
  // not be reachable from where we run.
  process.env.__NEXT_PRIVATE_ORIGIN = `http://127.0.0.1:${port}`;
  // Only now: some of what Next loads looks at NODE_ENV at once.
  const { default: next } = await import("next");
  return next({
    dev: development,
    dir: root,
    quiet: !development,
    // What `request.url` says in a handler.
    hostname: publicUrl.hostname,
    port: Number(publicUrl.port) || (publicUrl.protocol === "https:" ? 443 : 80),
    // In production it gets one that never listens: it would add a listener for WebSockets.
    httpServer: development ? server : createServer(),
  });
}

/** Next's page for an address that leads nowhere, as it was built; null where nothing was. */
export function notFoundPage(): string | null {
  const file = join(root, ".next/server/app/_not-found.html");
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}
