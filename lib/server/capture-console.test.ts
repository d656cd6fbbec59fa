import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { captureConsole } from "./capture-console.ts";

const log = { problem: vi.fn(), warning: vi.fn() };

beforeEach(() => {
  log.problem.mockClear();
  log.warning.mockClear();
  const { error, warn } = console;
  captureConsole(log);
  onTestFinished(() => void Object.assign(console, { error, warn }));
});

test("ASVS 16.5.4: what a request is to blame for is not logged", () => {
  console.warn(new Error('Failed to find Server Action "x".'));
  console.error("failed", new Error("Unexpected end of form"));
  console.warn(" \u26a0 Missing `origin` header from a forwarded Server Actions request.");
  expect(log.problem).not.toHaveBeenCalled();
  expect(log.warning).not.toHaveBeenCalled();
});

test("another error is logged as one", () => {
  const error = new Error("broken\nsecret parameters");
  console.error("what it held:", error, { token: "secret" });
  expect(log.problem).toHaveBeenCalledExactlyOnceWith("a request failed", error);
});

test("ASVS 16.2.5: of anything else only the first line is, with what was filled in", () => {
  console.warn("%d of %d\nsecret parameters", 1, 2);
  expect(log.warning).toHaveBeenCalledExactlyOnceWith("1 of 2");
});
