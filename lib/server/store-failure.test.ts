import { expect, test } from "vitest";
import { isStoreFailure } from "./store-failure.ts";

const coded = (code: string, cause?: unknown) =>
  Object.assign(new Error(code, { cause }), { code });

test.each(["SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_READONLY"])(
  "%s means that the data cannot be reached",
  (code) => expect(isStoreFailure(coded(code))).toBe(true),
);

test("also as the cause of another error", () => {
  expect(isStoreFailure(new Error("query failed", { cause: coded("SQLITE_BUSY") }))).toBe(true);
});

test.each([
  coded("SQLITE_CONSTRAINT_UNIQUE"),
  coded("ENOENT"),
  new Error("a bug"),
  "SQLITE_BUSY",
  null,
])("%o does not", (error) => expect(isStoreFailure(error)).toBe(false));
