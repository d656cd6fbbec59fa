import type { Measured } from "./bars.ts";
import type { Figure } from "./measure.ts";

/** One chapter of the benchmark. */
export interface Part {
  name: string;
  run(setting: Setting): Promise<PartResult>;
}

export interface Setting {
  /** Where filled databases lie; those that are there already are used again. */
  directory: string;
  /** How many sessions are live, fewest first. */
  sizes: number[];
  quick: boolean;
  log: (line: string) => void;
}

export interface PartResult {
  /** Ratios that a bar is set for. */
  measured: Measured[];
  /** Times of one check each. */
  figures?: Figure[];
  /** Anything else that was measured, in words and numbers. */
  facts?: Fact[];
}

export interface Fact {
  what: string;
  value: number;
  unit: string;
  /** What is aimed at, where something is. */
  target?: string;
  held?: boolean;
}
