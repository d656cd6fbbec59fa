import { and, asc, gt, isNotNull, lte } from "drizzle-orm";
import { findFact, putFact } from "#db/facts.ts";
import type { Database } from "#db/open.ts";
import { events } from "#db/schema.ts";
import { type Duration, days } from "#lib/duration.ts";
import { system } from "./event.ts";
import { recordEvent } from "./record-event.ts";
import { moveTrailAnchor, type TrailAnchor, trailAnchor } from "./trail-anchor.ts";

/** How often the trail says at most that its beginning was purged. */
const noteInterval: Duration = days(1);

/**
 * Forgets the oldest lines, up to the first that is not older than `olderThan` and at most `limit`; what is left
 * stays verifiable. Inside the caller's transaction; returns how many.
 */
export function purgeEvents(database: Database, olderThan: Date, limit: number, now: Date): number {
  const anchor = trailAnchor(database) ?? { id: 0, chain: null, notedId: 0, notedAt: null };
  const old = oldLines(database, 0, olderThan, limit);
  const { id, chain } = old.at(-1) ?? anchor;
  const moved = { ...anchor, id, chain };
  if (old.length > 0) {
    database.delete(events).where(lte(events.id, id)).run();
    moveTrailAnchor(database, moved);
  }
  if (old.length < limit && isDueForNote(moved, now)) note(database, moved, now);
  return old.length;
}

function isDueForNote({ id, notedId, notedAt }: TrailAnchor, now: Date): boolean {
  const isNews = id > notedId;
  return isNews && (notedAt === null || now.getTime() - notedAt.getTime() >= noteInterval);
}

/** The anchor was moved before: the line may be chained to it. */
function note(database: Database, anchor: TrailAnchor, now: Date): void {
  const detail = { lines: anchor.id - anchor.notedId, upTo: anchor.id };
  recordEvent(database, { name: "sys_trail_purged", actor: system, at: now, detail });
  moveTrailAnchor(database, { ...anchor, notedId: anchor.id, notedAt: now });
}

const forgotten = "addresses_forgotten";

/**
 * Forgets the addresses, and their salts, of lines older than `olderThan`, of at most `limit` lines. The chain
 * covers only their hash, so it still holds. Inside the caller's transaction; returns past how many lines it got.
 */
export function forgetAddresses(database: Database, olderThan: Date, limit: number): number {
  const reached = (findFact(database, forgotten) as { id: number } | null)?.id ?? 0;
  const old = oldLines(database, reached, olderThan, limit);
  const last = old.at(-1);
  if (last === undefined) return 0;
  const range = and(gt(events.id, reached), lte(events.id, last.id));
  database
    .update(events)
    .set({ address: null, addressSalt: null })
    .where(and(range, isNotNull(events.address)))
    .run();
  putFact(database, forgotten, { id: last.id });
  return old.length;
}

/** Numbers grow with time, so the range from `after` on is read and never the table. */
function oldLines(database: Database, after: number, olderThan: Date, limit: number) {
  const lines = database
    .select({ id: events.id, at: events.at, chain: events.chain })
    .from(events)
    .where(gt(events.id, after))
    .orderBy(asc(events.id))
    .limit(limit)
    .all();
  const young = lines.findIndex(({ at }) => at >= olderThan);
  return young === -1 ? lines : lines.slice(0, young);
}
