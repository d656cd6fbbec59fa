import { describe, expect, test } from "vitest";
import {
  after,
  before,
  days,
  half,
  hours,
  minutes,
  parseDuration,
  seconds,
  shortest,
} from "./duration.ts";

test("a day is 24 hours of 60 minutes of 60 seconds of 1000 milliseconds", () => {
  expect(days(1)).toBe(24 * 60 * 60 * 1_000);
  expect([hours(24), minutes(24 * 60), seconds(24 * 60 * 60)]).toEqual(Array(3).fill(days(1)));
});

describe("a duration as text", () => {
  test.each([
    ["45s", seconds(45)],
    ["30m", minutes(30)],
    ["8h", hours(8)],
    ["14d", days(14)],
    [" 1h\n", hours(1)],
    ["999999d", days(999_999)],
  ])("%j is read", (text, duration) => {
    expect(parseDuration(text)).toBe(duration);
  });

  test.each([
    "",
    "30",
    "m",
    "0m",
    "00m",
    "05m",
    "-5m",
    "+5m",
    "1.5h",
    "1 h",
    "1H",
    "1w",
    "1h30m",
    "1000000s",
    "1e3s",
    "١h",
    "PT1H",
  ])("%j is none", (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

test("after and before leave the instant they start from alone", () => {
  const noon = new Date("2026-01-15T12:00:00Z");
  expect(after(noon, hours(13)).toISOString()).toBe("2026-01-16T01:00:00.000Z");
  expect(before(noon, hours(13)).toISOString()).toBe("2026-01-14T23:00:00.000Z");
  expect(noon.toISOString()).toBe("2026-01-15T12:00:00.000Z");
});

test("a day is 24 hours when the clocks change, too", () => {
  const beforeChange = new Date("2026-03-28T12:00:00+01:00");
  expect(after(beforeChange, days(1)).toISOString()).toBe("2026-03-29T11:00:00.000Z");
});

test("half of a duration, and the shortest of several", () => {
  expect(half(minutes(1))).toBe(seconds(30));
  expect(shortest(hours(1), minutes(59), days(1))).toBe(minutes(59));
});
