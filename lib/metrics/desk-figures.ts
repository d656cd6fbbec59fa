import { count, gt, max } from "drizzle-orm";
import { Counter, Gauge, type Registry } from "prom-client";
import type { Database } from "#db/open.ts";
import { endReasons, events, mails } from "#db/schema.ts";
import { liveCounter } from "#lib/session/stores/live-count.ts";

/** So many lines of the trail a reading: a long silence is caught up with in steps, none of which holds others up. */
const linesAtOnce = 20_000;

/**
 * Figures of the desk as a whole, read from the database when somebody asks: processes that share a file report
 * the same ones. Endings are read off the trail, so that a transaction rolled back counts nothing.
 */
export function registerDeskFigures(registry: Registry, database: Database): void {
  const registers = [registry];
  const live = liveCounter(database);
  const waiting = database.select({ rows: count() }).from(mails).prepare();
  new Gauge({
    name: "latchkey_live_sessions",
    help: "Rows of live sessions in the database; timed-out ones until they are swept.",
    registers,
    collect() {
      this.set(live());
    },
  });
  new Gauge({
    name: "latchkey_mails_waiting",
    help: "Mails in the database that are yet to be sent.",
    registers,
    collect() {
      this.set(waiting.get()?.rows ?? 0);
    },
  });
  registerEndings(registers, database);
}

function registerEndings(registers: Registry[], database: Database): void {
  const nextEndings = endingsSince(database);
  const ended = new Counter({
    name: "latchkey_sessions_ended_total",
    help: "Sessions that ended since this process started, by whatever process, by reason.",
    labelNames: ["reason"],
    registers,
    collect() {
      for (const reason of nextEndings()) this.inc({ reason });
    },
  });
  for (const reason of endReasons) ended.inc({ reason }, 0);
}

/** Each call returns the reasons of the endings in the trail since the one before. */
function endingsSince(database: Database): () => string[] {
  let last =
    database
      .select({ id: max(events.id) })
      .from(events)
      .get()?.id ?? 0;
  return () => {
    const lines = database
      .select({ id: events.id, name: events.name, detail: events.detail })
      .from(events)
      .where(gt(events.id, last))
      .orderBy(events.id)
      .limit(linesAtOnce)
      .all();
    last = lines.at(-1)?.id ?? last;
    return lines.filter(({ name }) => endings.has(name)).map(({ detail }) => String(detail.reason));
  };
}

const endings = new Set<string>(["authn_token_revoked", "authn_token_delete", "session_expired"]);
