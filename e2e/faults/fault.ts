/** How much of a fault is tried. */
export interface Scale {
  quick: boolean;
  /** How often the server is killed. */
  kills: number;
  /** How long garbage is sent, in seconds. */
  garbageSeconds: number;
}

export interface Fault {
  /** As docs/asvs.md and docs/faults.md name it. */
  id: string;
  /** What is done, and what was promised for it. */
  done: string;
  promise: string;
  /** Part of `npm test`. */
  quick: boolean;
  /** Resolves to the figures; throws `Broken` when the promise was, `NotHere` where this machine cannot try it. */
  run(scale: Scale): Promise<string>;
}

/** A promise was broken. */
export class Broken extends Error {}

/** This machine lacks what the fault needs: a program or a right. */
export class NotHere extends Error {}

export function must(held: boolean, broken: string): asserts held {
  if (!held) throw new Broken(broken);
}

/** The value below which so many parts of a hundred lie, in the unit of `values`. */
export function percentile(values: number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * part) / 100))] ?? 0;
}

/** A growth, with its sign. */
export const inMegabytes = (growth: number): string =>
  `${growth < 0 ? "-" : "+"}${Math.abs(Math.round(growth))} MB`;
