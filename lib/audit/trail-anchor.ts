import { findFact, putFact } from "#db/facts.ts";
import type { Database } from "#db/open.ts";

/** Where the purged part of the trail ended: what is left is chained to this line. */
export interface TrailAnchor {
  id: number;
  /** Null: the line was from before there was a chain. */
  chain: Buffer | null;
  /** The last line that the trail itself says was purged, and when it said so. */
  notedId: number;
  notedAt: Date | null;
}

const name = "trail_anchor";

interface Kept {
  id: number;
  chain: string | null;
  notedId: number;
  notedAt: number | null;
}

/** Null while nothing was purged. */
export function trailAnchor(database: Database): TrailAnchor | null {
  const kept = findFact(database, name) as Kept | null;
  return (
    kept && {
      ...kept,
      chain: kept.chain === null ? null : Buffer.from(kept.chain, "hex"),
      notedAt: kept.notedAt === null ? null : new Date(kept.notedAt),
    }
  );
}

export function moveTrailAnchor(database: Database, anchor: TrailAnchor): void {
  const kept: Kept = {
    ...anchor,
    chain: anchor.chain?.toString("hex") ?? null,
    notedAt: anchor.notedAt?.getTime() ?? null,
  };
  putFact(database, name, kept);
}
