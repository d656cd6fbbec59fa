import { expect, test } from "vitest";
import { isClientFault } from "./client-fault.ts";

test.each([
  "Failed to parse body as FormData.",
  'The Server Reference ID did not match the expected format. Received "abc".',
  "The router state header was sent but could not be parsed.",
])("%s is the request's fault", (message) => {
  expect(isClientFault(new Error(message))).toBe(true);
});

test.each([new Error("database is locked"), "Failed to parse body as FormData", undefined])(
  "%s is not",
  (error) => {
    expect(isClientFault(error)).toBe(false);
  },
);
