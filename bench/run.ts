import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { isHeld } from "./bars.ts";
import { machine } from "./machine.ts";
import type { PartResult } from "./part.ts";
import { check } from "./parts/check.ts";
import { flood } from "./parts/flood.ts";
import { http } from "./parts/http.ts";
import { size } from "./parts/size.ts";
import { writing } from "./parts/writing.ts";
import { printResult } from "./print.ts";
import { writeReport } from "./report.ts";

const parts = [check, http, flood, writing, size];

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    sizes: { type: "string" },
  },
});
const quick = values.quick;
// The quick run is for every change: what needs minutes, or says nothing in seconds, is left out.
const usual = quick ? [check, http, writing] : parts;
const wanted = values.only?.split(",") ?? usual.map(({ name }) => name);
const sizes =
  values.sizes?.split(",").map(Number) ??
  (quick ? [10_000, 200_000] : [10_000, 1_000_000, 10_000_000]);
const directory = join(import.meta.dirname, "data");
mkdirSync(directory, { recursive: true });

const startedAt = performance.now();
const log = (line: string) =>
  console.error(`[${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s] ${line}`);

const results: Record<string, PartResult> = {};
for (const part of parts.filter(({ name }) => wanted.includes(name))) {
  log(`${part.name} …`);
  const result = await part.run({ directory, sizes, quick, log });
  results[part.name] = result;
  printResult(part.name, result);
  if (!quick) keep(part.name, result);
}
if (!quick) writeReport();
const missed = Object.values(results).flatMap(({ measured }) =>
  measured.filter((one) => !isHeld(one)),
);
console.log(missed.length === 0 ? "\nEvery bar was held." : `\n${missed.length} missed.`);
process.exit(missed.length === 0 ? 0 : 1);

function keep(name: string, result: PartResult): void {
  const file = join(import.meta.dirname, "results", `${name}.json`);
  mkdirSync(join(import.meta.dirname, "results"), { recursive: true });
  const whole = { measuredAt: new Date().toISOString(), machine: machine(), sizes, ...result };
  writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`);
}
