import { expect, test } from "vitest";
import { after, before, days, hours, minutes, seconds } from "#lib/duration.ts";
import { noon } from "#lib/testing/builders.ts";
import { exactTime, relativeTime } from "./time-text.ts";

test.each([
  [seconds(0), "just now"],
  [seconds(9), "just now"],
  [seconds(10), "less than a minute ago"],
  [seconds(59), "less than a minute ago"],
  [minutes(1), "1 minute ago"],
  [seconds(119), "1 minute ago"],
  [minutes(2), "2 minutes ago"],
  [minutes(59), "59 minutes ago"],
  [hours(1), "1 hour ago"],
  [hours(23), "23 hours ago"],
  [days(1), "yesterday"],
  [hours(47), "yesterday"],
  [days(2), "2 days ago"],
  [days(400), "400 days ago"],
])("%d ms ago is %s", (duration, words) => {
  expect(relativeTime(before(noon, duration), noon)).toBe(words);
});

test.each([
  [seconds(9), "just now"],
  [seconds(10), "in less than a minute"],
  [seconds(59), "in less than a minute"],
  [minutes(1), "in 1 minute"],
  [minutes(30), "in 30 minutes"],
  [hours(8), "in 8 hours"],
  [days(1), "tomorrow"],
  [days(14), "in 14 days"],
])("%d ms from now is %s", (duration, words) => {
  expect(relativeTime(after(noon, duration), noon)).toBe(words);
});

test("the exact time names its day, its second and its zone", () => {
  expect(exactTime(noon, "UTC")).toMatch(/^Thursday,? 15 January 2026 at 12:00:00 UTC$/);
  expect(exactTime(noon, "Asia/Tokyo")).toMatch(/15 January 2026 at 21:00:00 GMT\+9/);
});
