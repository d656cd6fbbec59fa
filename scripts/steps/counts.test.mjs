import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { browserCounts, unitCounts } from "./counts.mjs";

function report(content) {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-report-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "report.json"), JSON.stringify(content));
  return join(folder, "report.json");
}

test("Vitest's tests are counted, and a file that does not load is a failure", () => {
  const testResults = [
    { status: "passed", assertionResults: [{}, {}] },
    { status: "failed", assertionResults: [{}] },
    { status: "failed", assertionResults: [] },
  ];
  const counted = unitCounts(report({ numPassedTests: 2, numFailedTests: 1, testResults }));
  expect(counted).toEqual({ passed: 2, failed: 2 });
});

test("Playwright's tests are counted, and an error outside of one is a failure", () => {
  const stats = { expected: 5, flaky: 1, unexpected: 2, skipped: 3 };
  expect(browserCounts(report({ stats, errors: [] }))).toEqual({ passed: 6, failed: 2 });
  expect(browserCounts(report({ stats, errors: [{}] }))).toEqual({ passed: 6, failed: 3 });
});

test("a run that left no report counts for nothing", () => {
  expect(unitCounts("/nowhere/report.json")).toEqual({ passed: 0, failed: 0 });
  expect(browserCounts("/nowhere/report.json")).toEqual({ passed: 0, failed: 0 });
});
