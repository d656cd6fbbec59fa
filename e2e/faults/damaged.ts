import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../server.ts";
import { inFolder } from "./desk.ts";
import { type Fault, must } from "./fault.ts";

/** FT-17 */
export const damaged: Fault = {
  id: "FT-17",
  done: "the file cut short, bits turned, zeroed, foreign, newer, its -wal or -shm taken away (db/refused.test.ts, db/open.test.ts)",
  promise: "refused in one sentence and left untouched; never an empty database in its place",
  quick: false,
  run: () => inFolder(runUnitTests),
};

async function runUnitTests(directory: string): Promise<string> {
  const report = join(directory, "report.json");
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [
    vitest,
    "run",
    "--reporter=json",
    `--outputFile=${report}`,
    "db/refused.test.ts",
    "db/open.test.ts",
  ];
  const options = { cwd: root, maxBuffer: 1e8, env: { ...process.env, NODE_ENV: "test" } as const };
  await promisify(execFile)(process.execPath, args, options);
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
  must(numFailedTests === 0 && numPassedTests > 0, `${numFailedTests} tests failed`);
  return `${numPassedTests} tests passed`;
}
