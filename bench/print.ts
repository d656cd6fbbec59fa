import { bars, isHeld, promised } from "./bars.ts";
import type { PartResult } from "./part.ts";
import { shown } from "./plot.ts";

/** One part as tables for the terminal. */
export function printResult(
  name: string,
  { figures = [], measured, facts = [] }: PartResult,
): void {
  console.log(`\n${name}\n`);
  printTable([
    ["", "median", "p10", "p90"],
    ...figures.map(({ name: what, median, p10, p90 }) => [
      what,
      ...[median, p10, p90].map(inMicroseconds),
    ]),
  ]);
  printTable([
    ["", "promised", "measured", "p10 to p90", ""],
    ...measured.map((one) => [
      [bars[one.bar].what, one.of].filter(Boolean).join(", "),
      promised(one.bar),
      shown(one.ratio),
      one.spread?.map(shown).join(" to ") ?? "",
      isHeld(one) ? "held" : "MISSED",
    ]),
  ]);
  printTable([
    ["", "measured", "target", ""],
    ...facts.map(({ what, value, unit, target, held }) => [
      what,
      `${shown(value)} ${unit}`,
      target ?? "",
      held === undefined ? "" : held ? "held" : "MISSED",
    ]),
  ]);
}

const inMicroseconds = (value: number): string => `${shown(value)} µs`;

function printTable(rows: string[][]): void {
  if (rows.length < 2) return;
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows)
    console.log(
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join("   ")}`.trimEnd(),
    );
  console.log();
}
