import { expect, test, vi } from "vitest";
import { remembering } from "./remembering.ts";

test("the work is done once for an argument that comes again, and its result is the same", () => {
  const work = vi.fn((word: string) => ({ word }));
  const remembered = remembering(work, 10);
  const result = remembered("a");
  expect(result).toEqual({ word: "a" });
  expect(remembered("a")).toBe(result);
  expect(remembered("b")).toEqual({ word: "b" });
  expect(work).toHaveBeenCalledTimes(2);
});

test("what was not asked for lately is forgotten", () => {
  const work = vi.fn((number: number) => number);
  const remembered = remembering(work, 2);
  for (const number of [1, 2, 3, 4, 5, 1]) expect(remembered(number)).toBe(number);
  expect(work).toHaveBeenCalledTimes(6);
});
