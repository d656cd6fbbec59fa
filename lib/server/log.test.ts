import { expect, onTestFinished, test, vi } from "vitest";
import { logProblem } from "./log.ts";

function logged(error: unknown): string {
  const log = vi.spyOn(console, "error").mockReturnValue();
  onTestFinished(() => log.mockRestore());
  logProblem("it failed", error);
  return String(log.mock.lastCall?.[0]);
}

test("a problem is one line with its time, name, code and place", () => {
  const error = Object.assign(new RangeError("too far"), { code: "E_FAR" });
  expect(logged(error)).toMatch(/^\S+Z it failed: RangeError E_FAR: too far at .+log\.test\.ts/);
});

test("its causes are named, and what a failed query lists below its first line is not", () => {
  const cause = Object.assign(new Error("locked"), { code: "SQLITE_BUSY" });
  const line = logged(new Error("Failed query: select ?\nparams: secret", { cause }));
  expect(line).toContain("Failed query: select ? because of Error SQLITE_BUSY: locked");
  expect(line).not.toContain("secret");
});

test("it cannot write lines of its own", () => {
  expect(logged("a\r\n2026 all is well\u001b[2J\u2028x")).toMatch(/: a 2026 all is well \[2J x$/);
});

test.each([undefined, null, 7, {}])("%o can be logged too", (thrown) => {
  expect(logged(thrown)).toContain("it failed: ");
});
