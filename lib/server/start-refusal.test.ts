import { expect, test } from "vitest";
import { explainRefusal } from "./start-refusal.ts";

const coded = (code: string, more = {}) => Object.assign(new Error("message"), { code, ...more });

test.each([
  [coded("settings_refused"), "message"],
  [coded("database_refused"), "message"],
  [coded("EADDRINUSE", { port: 3000 }), "Port 3000 is in use already."],
  [coded("EACCES", { syscall: "listen", port: 80 }), "Port 80 is not open to this account."],
  [coded("EACCES", { syscall: "open", path: "/x" }), "/x is not open to this account."],
])("%o is explained in a sentence", (error, sentence) => {
  expect(explainRefusal(error)).toMatch(sentence);
  expect(explainRefusal(error)).not.toContain(" at ");
});

test("a bug is shown with all that is known", () => {
  expect(explainRefusal(new TypeError("x is undefined"))).toMatch(
    /TypeError: x is undefined\n\s+at/,
  );
});
