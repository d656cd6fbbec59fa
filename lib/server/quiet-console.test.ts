import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { quietConsole } from "./quiet-console.ts";

const printed = vi.fn();

beforeEach(() => {
  printed.mockClear();
  const { error, warn } = console;
  console.error = printed;
  console.warn = printed;
  quietConsole();
  onTestFinished(() => void Object.assign(console, { error, warn }));
});

test("ASVS 16.5.4: what a request is to blame for is not printed", () => {
  console.warn(new Error('Failed to find Server Action "x".'));
  console.error("failed", new Error("Unexpected end of form"));
  console.warn(" \u26a0 Missing `origin` header from a forwarded Server Actions request.");
  expect(printed).not.toHaveBeenCalled();
});

test("ASVS 16.5.1: another error is printed in one line, without its stack and what it holds", () => {
  console.error(Object.assign(new Error("broken\nsecret parameters"), { token: "secret" }));
  expect(printed).toHaveBeenCalledOnce();
  expect(printed.mock.lastCall).toEqual([
    expect.stringMatching(/^\S+Z a request failed: Error: broken at .+$/),
  ]);
});

test("whatever is no error is printed as it was", () => {
  console.warn("%d of %d", 1, 2);
  expect(printed).toHaveBeenCalledExactlyOnceWith("%d of %d", 1, 2);
});
