import { describe, expect, test } from "vitest";
import { everyPage, type PageRequest, pageOf, parseCursor, type Range } from "./page.ts";

/** Numbers, the newest the greatest, read as a table would be. */
const tableOf =
  (numbers: number[]) =>
  ({ direction, from, limit }: Range): number[] => {
    const sorted = numbers.toSorted((one, other) =>
      direction === "newer" ? one - other : other - one,
    );
    const beyond = (number: number) =>
      from === null || (direction === "newer" ? number > from : number < from);
    return sorted.filter(beyond).slice(0, limit);
  };

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const page = (numbers: number[], request: PageRequest) =>
  pageOf(request, (number) => number, tableOf(numbers));

test("the first page has the newest, and says where the next begins", () => {
  expect(page(upTo(7), { size: 3 })).toEqual({ items: [7, 6, 5], newer: null, older: 5 });
});

test("a page that holds everything leads nowhere", () => {
  expect(page(upTo(3), { size: 3 })).toEqual({ items: [3, 2, 1], newer: null, older: null });
  expect(page([], { size: 3 })).toEqual({ items: [], newer: null, older: null });
});

test("pages lead there and back again, through the same items in the same order", () => {
  const second = page(upTo(7), { older: 5, size: 3 });
  expect(second).toEqual({ items: [4, 3, 2], newer: 4, older: 2 });
  const third = page(upTo(7), { older: second.older, size: 3 });
  expect(third).toEqual({ items: [1], newer: 1, older: null });
  expect(page(upTo(7), { newer: third.newer, size: 3 })).toEqual(second);
  expect(page(upTo(7), { newer: second.newer, size: 3 })).toEqual({
    items: [7, 6, 5],
    newer: null,
    older: 5,
  });
});

test("what arrives meanwhile shifts nothing", () => {
  const first = page(upTo(7), { size: 3 });
  expect(page(upTo(9), { older: first.older, size: 3 }).items).toEqual([4, 3, 2]);
  expect(page(upTo(9), { newer: 4, size: 3 })).toEqual({ items: [7, 6, 5], newer: 7, older: 5 });
});

test("every page together is every item once", async () => {
  const seen: number[] = [];
  for await (const items of everyPage(async (request) => page(upTo(7), request), 3))
    seen.push(...items);
  expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
});

describe("parseCursor", () => {
  test.each([
    ["0", 0],
    ["42", 42],
    ["999999999999999", 999_999_999_999_999],
  ])("reads %j", (text, number) => {
    expect(parseCursor(text)).toBe(number);
  });

  test.each([
    "",
    "-1",
    "1.5",
    "1e3",
    " 1",
    "0x1",
    "1;drop",
    "1".repeat(16),
    "٣",
    null,
    undefined,
    5,
    ["5"],
  ])("refuses %j", (value) => {
    expect(parseCursor(value)).toBeNull();
  });
});
