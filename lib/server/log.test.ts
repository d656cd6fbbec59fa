import { expect, test } from "vitest";
import { createLog, logProblem, logWarning } from "./log.ts";
import { inScope } from "./response-scope.ts";

function written(write: (log: ReturnType<typeof createLog>) => void, plain = false): string {
  const lines: string[] = [];
  write(createLog({ write: (line) => lines.push(line) }, plain));
  return lines.join("");
}

function logged(error: unknown): Record<string, string> {
  const lines = written((log) => logProblem("it failed", error, log));
  expect(lines).toMatch(/^[^\n]+\n$/);
  return JSON.parse(lines);
}

test("a problem is one object on one line, with its time in UTC, name, code and place", () => {
  const error = Object.assign(new RangeError("too far"), { code: "E_FAR" });
  const { time, pid, ...line } = logged(error);
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(pid).toBe(process.pid);
  expect(line).toEqual({
    level: "error",
    message: "it failed",
    error: expect.stringMatching(/^RangeError E_FAR: too far at .+log\.test\.ts/),
  });
});

test("a line names the request that it happened in", () => {
  const { requestId } = inScope({ headers: {}, requestId: "8f2a" }, () => logged("x"));
  expect(requestId).toBe("8f2a");
  expect(logged("x")).not.toHaveProperty("requestId");
});

test("its causes are named, and what a failed query lists below its first line is not", () => {
  const cause = Object.assign(new Error("locked"), { code: "SQLITE_BUSY" });
  const line = logged(new Error("Failed query: select ?\nparams: secret", { cause })).error;
  expect(line).toContain("Failed query: select ? because of Error SQLITE_BUSY: locked");
  expect(line).not.toContain("secret");
});

test("it cannot write lines of its own, nor into a terminal", () => {
  const text = "a\r\n2026 all is well\u001b[2J\u2028\u202ex\u009b";
  const escaped = String.raw`a\u000d\u000a2026 all is well\u001b[2J\u2028\u202ex\u009b`;
  expect(logged(text).error).toBe(escaped);
  expect(JSON.parse(written((log) => logWarning(text, log))).message).toBe(escaped);
});

test.each([
  ["a sealed cookie", "Fe26.2*1*a0*b_-/c*1*d*e~2"],
  ["a token", "q0_-A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t"],
  ["a password's hash", `$2b$12$${"aB./".repeat(13)}x`],
  ["credentials", "Bearer abc.def"],
  ["those in an address", "://lk:hunter2@"],
  ["a link's query", "?token=abc"],
])("%s is left out", (_what, secret) => {
  const { error } = logged(new Error(`GET /x ${secret} failed`));
  expect(error).not.toContain(secret);
  expect(error).toContain("failed");
});

test.each([undefined, null, 7, {}])("%o can be logged too", (thrown) => {
  expect(logged(thrown)).toHaveProperty("error");
});

test("in a terminal a problem is a plain line, and there is no news", () => {
  const line = written((log) => {
    log.info("ready");
    logProblem("it failed", "so", log);
  }, true);
  expect(line).toMatch(/^\S+Z it failed: so\n$/);
});
