import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { repeat } from "./repeat.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("work begins again only a pause after it has ended", async () => {
  let end = () => {};
  const work = vi.fn(() => new Promise<void>((resolve) => (end = resolve)));
  repeat(work, 100, vi.fn());
  await vi.advanceTimersByTimeAsync(1_000);
  expect(work).toHaveBeenCalledOnce();
  end();
  await vi.advanceTimersByTimeAsync(100);
  expect(work).toHaveBeenCalledTimes(2);
});

test("a failure is told and does not end it", async () => {
  const onFailure = vi.fn();
  repeat(() => Promise.reject(new Error("locked")), 100, onFailure);
  await vi.advanceTimersByTimeAsync(200);
  expect(onFailure).toHaveBeenCalledTimes(2);
});

test("it stops when told, also in the middle of the work", async () => {
  const work = vi.fn(async () => stop());
  const stop = repeat(work, 100, vi.fn());
  await vi.advanceTimersByTimeAsync(1_000);
  expect(work).toHaveBeenCalledOnce();
});

test("it goes on at once while there is more", async () => {
  let left = 3;
  const work = vi.fn(async () => --left > 0);
  repeat(work, 100, vi.fn());
  await vi.advanceTimersByTimeAsync(100);
  await vi.runAllTicks();
  await vi.advanceTimersByTimeAsync(50);
  expect(work).toHaveBeenCalledTimes(3);
});
