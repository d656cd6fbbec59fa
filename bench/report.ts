import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bars, isHeld, type Measured, promised } from "./bars.ts";
import type { machine } from "./machine.ts";
import type { Figure } from "./measure.ts";
import type { Fact, PartResult } from "./part.ts";
import { barPlot, figurePlot, shown } from "./plot.ts";

interface Kept extends PartResult {
  measuredAt: string;
  machine: ReturnType<typeof machine>;
}

const results = join(import.meta.dirname, "results");
const docs = join(import.meta.dirname, "../docs");
const names = ["check", "http", "flood", "writing", "size"] as const;

/** Writes docs/performance.md and its plots from what lies in bench/results; the words come from bench/report.md. */
export function writeReport(): void {
  mkdirSync(join(docs, "performance"), { recursive: true });
  let text = readFileSync(join(import.meta.dirname, "report.md"), "utf8");
  for (const name of names) {
    const file = join(results, `${name}.json`);
    const part = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Kept) : null;
    text = text.replace(
      `<!-- ${name} -->`,
      part === null ? "Not measured yet." : section(name, part),
    );
  }
  writeFileSync(join(docs, "performance.md"), text);
}

function section(name: string, part: Kept): string {
  const { processor, memory, system, node } = part.machine;
  const setting = `Measured on ${part.measuredAt.slice(0, 10)} with \`npm run bench -- --only ${name}\`: ${processor}, ${memory}, ${system}, Node ${node}.`;
  const { figures = [], facts = [] } = part;
  return [setting, ratios(part.measured), plots(name, part), times(figures), factTable(facts)]
    .filter((piece) => piece !== "")
    .join("\n\n");
}

function ratios(measured: Measured[]): string {
  if (measured.length === 0) return "";
  const rows = measured.map((one) => [
    [bars[one.bar].what, one.of].filter(Boolean).join(", "),
    promised(one.bar),
    shown(one.ratio),
    one.spread?.map(shown).join(" to ") ?? "",
    isHeld(one) ? "held" : "**missed**",
  ]);
  return table(["ratio", "promised", "measured", "p10 to p90 of the rounds", ""], rows);
}

function times(figures: Figure[]): string {
  if (figures.length === 0) return "";
  const rows = figures.map(({ name, median, p10, p90 }) => [
    name,
    ...[median, p10, p90].map(shown),
  ]);
  return table(["one check, in microseconds", "median", "p10", "p90"], rows);
}

function factTable(facts: Fact[]): string {
  if (facts.length === 0) return "";
  const rows = facts.map(({ what, value, unit, target = "", held }) => [
    what,
    `${shown(value)} ${unit}`,
    target,
    held === undefined ? "" : held ? "held" : "**missed**",
  ]);
  return table(["", "measured", "target", ""], rows);
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function plots(name: string, { figures = [], facts = [] }: Kept): string {
  const drawn: string[] = [];
  const draw = (file: string, title: string, svg: string) => {
    writeFileSync(join(docs, "performance", file), svg);
    drawn.push(`![${title}](performance/${file})`);
  };
  if (figures.length > 0) {
    const title = "One check in microseconds (median; the line spans p10 to p90)";
    draw(`${name}.svg`, title, figurePlot(title, figures));
  }
  const rates = facts.filter(
    ({ unit, what }) => unit === "a second" && /closed loop|a second/.test(what + unit),
  );
  if (rates.length > 1) {
    const title = name === "http" ? "Answers a second, closed loop" : "Changes a second";
    const rows = rates.map(({ what, value }) => ({
      label: what.replace(", closed loop", "").slice(0, 48),
      value,
      own: !/Better Auth|for free|own syncs/.test(what),
    }));
    draw(`${name}-rates.svg`, title, barPlot(title, "/s", rows));
  }
  return drawn.join("\n\n");
}
