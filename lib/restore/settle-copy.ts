import { sql } from "drizzle-orm";
import { copyMark } from "#db/copy-mark.ts";
import { dropFact, findFact } from "#db/facts.ts";
import { type Database, immediate } from "#db/open.ts";
import { oneTimeTokens } from "#db/schema.ts";
import { system } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { endSessions } from "#lib/session/stores/end-sessions.ts";

/** How long it waits for a process that starts at the same moment, in milliseconds. */
const patience = 10_000;

/**
 * A copy that was put in the database's place brings back what ended after it was made, and nobody can tell which:
 * all its sessions end and all links stop working, in one transaction, before anything is served. Once for each
 * copy; does nothing to any other database.
 */
export function settleCopy(database: Database, at: Date): void {
  if (findFact(database, copyMark) === null) return;
  const { $client: client } = database;
  const usual = client.pragma("busy_timeout", { simple: true });
  client.pragma(`busy_timeout = ${patience}`);
  try {
    immediate(database, () => endAll(database, at));
  } finally {
    client.pragma(`busy_timeout = ${usual}`);
  }
}

function endAll(database: Database, at: Date): void {
  const mark = findFact(database, copyMark);
  if (mark === null) return;
  const ended = endSessions(database, sql`true`, { reason: "forced", actor: system, at });
  database.delete(oneTimeTokens).run();
  const detail = { ...(mark as { madeAt: string }), sessions: ended };
  recordEvent(database, { name: "sys_restored", actor: system, at, detail });
  dropFact(database, copyMark);
}
