import { asc, type Column, desc, gt, lt, type SQL, sql } from "drizzle-orm";
import type { Range } from "./page.ts";

/** The condition and the order by which a query reads a list that is in the order of `position`. */
export function along(position: Column | SQL, { direction, from }: Range) {
  const at = sql`${position}`;
  const isNewer = direction === "newer";
  return {
    beyond: from === null ? undefined : (isNewer ? gt : lt)(at, from),
    order: isNewer ? asc(at) : desc(at),
  };
}
