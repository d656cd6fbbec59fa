import { existsSync, readFileSync } from "node:fs";

/** How many tests passed and failed, as Vitest's JSON report has it. A file that does not load is one failure. */
export function unitCounts(report) {
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = read(report);
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

/** The same for Playwright's. A test that passed at a later try passed. */
export function browserCounts(report) {
  const { stats: { expected = 0, flaky = 0, unexpected = 0 } = {}, errors = [] } = read(report);
  return { passed: expected + flaky, failed: unexpected + errors.length };
}

/** A run that broke off leaves no report. */
function read(report) {
  return existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : {};
}
