import { expect, test } from "vitest";
import { isClientFault, isUnreadable } from "./client-fault.ts";

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

const next = "/srv/node_modules/next/dist/compiled/next-server/app-page-turbo.runtime.prod.js";

function withStack(...frames: string[]): Error {
  const error = new SyntaxError("Unexpected token");
  error.stack = [`SyntaxError: ${error.message}`, ...frames.map((frame) => `    at ${frame}`)].join(
    "\n",
  );
  return error;
}

test.each([
  [["JSON.parse (<anonymous>)", `tI (${next}:15:1)`, "process.task (node:internal/x:1:1)"]],
  [[`new e.exports (${next}:1:1)`, `/${next}:2:2`]],
])("what only Next had in hand, %j, cannot be read", (frames) => {
  expect(isUnreadable(withStack(...frames))).toBe(true);
});

test.each([
  [[]],
  [["JSON.parse (<anonymous>)"]],
  [["JSON.parse (<anonymous>)", "read (/srv/.next/server/chunks/1.js:1:1)", `tI (${next}:1:1)`]],
  [[`tI (${next}:1:1)`, "async login (/srv/.next/server/chunks/1.js:1:1)"]],
  [["get (/srv/node_modules/better-sqlite3/lib/x.js:1:1)", `tI (${next}:1:1)`]],
])("what others had a part in, %j, is a failure of ours", (frames) => {
  expect(isUnreadable(withStack(...frames))).toBe(false);
});
