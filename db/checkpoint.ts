import type { Database } from "./open.ts";

/**
 * Copies what the log holds into the file, as far as nobody reads it. SQLite does so by itself after every thousand
 * pages, inside whichever change comes then: whoever writes much calls this in between, so that no change waits for it.
 */
export function checkpoint({ $client: client }: Database): void {
  client.pragma("wal_checkpoint(PASSIVE)");
}
