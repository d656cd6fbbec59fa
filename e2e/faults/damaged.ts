import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../server.ts";
import { type Fault, must } from "./fault.ts";

/** FT-17 */
export const damaged: Fault = {
  id: "FT-17",
  done: "the file cut short, bits turned, zeroed, foreign, newer, its -wal or -shm taken away (db/refused.test.ts, db/open.test.ts)",
  promise: "refused in one sentence and left untouched; never an empty database in its place",
  quick: false,
  run: runUnitTests,
};

async function runUnitTests(): Promise<string> {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--reporter=json", "db/refused.test.ts", "db/open.test.ts"];
  const options = { cwd: root, maxBuffer: 1e8, env: { ...process.env, NODE_ENV: "test" } as const };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  const { numPassedTests, numFailedTests } = JSON.parse(stdout.slice(stdout.indexOf("{")));
  must(numFailedTests === 0 && numPassedTests > 0, `${numFailedTests} tests failed`);
  return `${numPassedTests} tests passed`;
}
