import { describe, expect, test } from "vitest";
import { readEventQuery, toFilter } from "./event-query.ts";

const nothing = { name: undefined, account: undefined, from: undefined, until: undefined };

describe("what the URL asks for", () => {
  test("is read in all its parts", () => {
    const given = {
      name: "user_banned",
      account: " ada@example.com ",
      from: "2026-01-15",
      until: "2028-02-29",
    };
    expect(readEventQuery(given)).toEqual({ ...given, account: "ada@example.com" });
  });

  test.each([
    ["nothing", {}],
    ["what the form sends when it is left empty", { name: "", account: "", from: "", until: "" }],
    ["an event that there is not", { name: "user_vanished" }],
    ["an event's name in capitals", { name: "USER_BANNED" }],
    ["a name that every object has", { name: "constructor" }],
    ["an account of spaces", { account: "   " }],
    ["a part given twice", { name: ["user_banned", "user_unbanned"], account: ["a", "b"] }],
    ["days given twice", { from: ["2026-01-15", "2026-01-16"], until: [] }],
    ["a month that there is not", { from: "2026-13-01", until: "2026-00-01" }],
    ["days that there are not", { from: "2026-02-30", until: "2027-02-29" }],
    ["a day written otherwise", { from: "15.1.2026", until: "2026-1-15" }],
    ["an instant", { from: "2026-01-15T12:00:00Z", until: "2026-01-15 " }],
  ])("and is not understood is left out: %s", (_what, given) => {
    expect(readEventQuery(given)).toEqual(nothing);
  });

  test("holds no more of an account than an address can have", () => {
    expect(readEventQuery({ account: "x".repeat(1_000) }).account).toHaveLength(254);
  });
});

describe("the filter", () => {
  test("of nothing lets everything through", () => {
    const filter = { name: undefined, accountId: undefined, from: undefined, until: undefined };
    expect(toFilter({})).toEqual(filter);
  });

  test("begins with the first day and ends with the last one", () => {
    const filter = toFilter({ from: "2026-01-15", until: "2026-01-31" }, "the id");
    expect(filter.from?.toISOString()).toBe("2026-01-15T00:00:00.000Z");
    expect(filter.until?.toISOString()).toBe("2026-02-01T00:00:00.000Z");
    expect(filter.accountId).toBe("the id");
  });
});
