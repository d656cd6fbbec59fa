import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { run } from "./child.mjs";
import { browserCounts, unitCounts } from "./counts.mjs";
import { ensureBuilt, ensureInstalled, ensurePeersInstalled } from "./prepare.mjs";
import { main, Refused } from "./refused.mjs";
import { inRoot } from "./root.mjs";
import { findNode, pathWith, typeScriptFlags } from "./runtime.mjs";
import { inWords, step } from "./step.mjs";

const times = [];
const counts = [];

/** `npm test`: everything that is checked, from the quickest to the slowest, until something fails. */
export function test() {
  const reports = mkdtempSync(join(tmpdir(), "latchkey-test-"));
  process.once("exit", () => rmSync(reports, { recursive: true, force: true }));
  return main(async () => {
    try {
      await runAll(reports);
      return 0;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      console.error(`\n${error.message}`);
      return 1;
    } finally {
      summarise();
    }
  });
}

async function runAll(reports) {
  await ensureInstalled(timed);
  const node = findNode();
  process.env.PATH = pathWith(node);
  await timed("lint", () => tool(node, "@biomejs/biome/bin/biome", ["check", "."]));
  await timed("types", () => checkTypes(node));
  await timed("unit", () => runUnitTests(node, join(reports, "unit.json")));
  await ensureBuilt(node, timed);
  await timed("faults", () => tryFaults(node));
  const browser = await timed("browser", () => ensureBrowser(node));
  await timed("e2e", () => runBrowserTests(node, browser, join(reports, "e2e.json")));
  await ensurePeersInstalled(timed);
  await timed("bench", () => compare(node));
}

function tool(node, file, args, env = {}) {
  return run(node, [inRoot("node_modules", file), ...args], { env });
}

async function checkTypes(node) {
  await tool(node, "next/dist/bin/next", ["typegen"]);
  await tool(node, "typescript/bin/tsc", ["--noEmit"]);
}

async function runUnitTests(node, report) {
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  try {
    await tool(node, "vitest/vitest.mjs", args, { NODE_ENV: "test" });
  } finally {
    counts.push(unitCounts(report));
  }
}

/** Each in one line, with what could not be tried here; `npm run test:faults` tries them all, and nginx. */
async function tryFaults(node) {
  const args = [...typeScriptFlags(node), "e2e/faults/run.ts", "--quick"];
  const lines = (await run(node, args)).split("\n").filter((line) => /^[A-Z]+-\d+ /.test(line));
  console.log(`\n    ${lines.join("\n    ")}`);
}

async function runBrowserTests(node, browser, report) {
  const env = { LATCHKEY_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  try {
    await tool(node, "playwright/cli.js", ["test", "-c", "e2e", "--reporter=list,json"], env);
  } finally {
    counts.push(browserCounts(report));
  }
}

/** Ratios only: how quick this machine is says nothing. */
async function compare(node) {
  await tool(node, "typescript/bin/tsc", ["--noEmit", "-p", "bench"]);
  const lines = (await run(node, [...typeScriptFlags(node), "bench/run.ts", "--quick"])).split(
    "\n",
  );
  console.log(`\n    ${lines.filter((line) => / held$/.test(line)).join("\n    ")}`);
}

async function timed(name, work) {
  const startedAt = Date.now();
  let outcome = "failed";
  try {
    const result = await step(name, work);
    outcome = "ok";
    return result;
  } finally {
    times.push({ name, outcome, took: Date.now() - startedAt });
  }
}

function summarise() {
  console.log();
  for (const { name, outcome, took } of times)
    console.log(`  ${name.padEnd(20)} ${outcome.padEnd(6)} ${inWords(took).padStart(8)}`);
  const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
}
