import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hashToken, newId, newToken, parseId, parseToken } from "./token.ts";

test("ten thousand tokens and ids are all different", () => {
  const tokens = Array.from({ length: 10_000 }, () => newToken());
  const ids = Array.from({ length: 10_000 }, () => newId());
  expect(new Set([...tokens, ...ids]).size).toBe(20_000);
});

test("a token has 256 random bits and an id 128, and both are read back", () => {
  const sizes: number[] = [];
  const random = (size: number) => {
    sizes.push(size);
    return Buffer.alloc(size, 0xff);
  };
  expect(parseToken(newToken(random))).toBe(`${"_".repeat(42)}8`);
  expect(parseId(newId(random))).toBe(`${"_".repeat(21)}w`);
  expect(sizes).toEqual([32, 16]);
});

const notText = [
  null,
  undefined,
  7,
  true,
  {},
  [],
  ["a".repeat(43)],
  new File([], "a"),
  Symbol("a"),
];

describe("parseToken", () => {
  test.each([43, 22])("takes what newToken and newId give, of %i characters", (length) => {
    const parse = length === 43 ? parseToken : parseId;
    const made = Array.from({ length: 100 }, () => (length === 43 ? newToken() : newId()));
    expect(made.map(parse)).toEqual(made);
  });

  test.each([
    "",
    "a",
    "a".repeat(42),
    "a".repeat(44),
    "a".repeat(22),
    `${"a".repeat(42)}+`,
    `${"a".repeat(42)}/`,
    `${"a".repeat(42)}=`,
    `${"a".repeat(42)}é`,
    `${"a".repeat(42)}\n`,
    `${"a".repeat(43)}\n`,
    ` ${"a".repeat(43)}`,
    `${"a".repeat(42)}\0`,
  ])("refuses %j", (text) => {
    expect(parseToken(text)).toBeNull();
  });

  test("refuses a text of a million characters", () => {
    expect(parseToken("a".repeat(1_000_000))).toBeNull();
  });

  test.each(notText)("refuses what is no text: %s", (value) => {
    expect(parseToken(value)).toBeNull();
  });
});

describe("parseId", () => {
  test.each([
    "",
    "a".repeat(21),
    "a".repeat(23),
    "a".repeat(43),
    `${"a".repeat(21)}.`,
    `${"a".repeat(22)}\n`,
  ])("refuses %j", (text) => {
    expect(parseId(text)).toBeNull();
  });

  test.each(notText)("refuses what is no text: %s", (value) => {
    expect(parseId(value)).toBeNull();
  });
});

test("a token is stored as its SHA-256", () => {
  const token = newToken();
  expect(hashToken(token)).toEqual(createHash("sha256").update(token).digest());
  expect(hashToken("abc").toString("hex")).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
