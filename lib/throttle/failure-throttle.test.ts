import { expect, test } from "vitest";
import { openDatabase } from "#db/open.ts";
import { after, minutes, seconds } from "#lib/duration.ts";
import { noon } from "#lib/testing/builders.ts";
import { temporaryDatabase, temporaryFile } from "#lib/testing/database.ts";
import { failureThrottle, type Limit } from "./failure-throttle.ts";

const account: Limit = { key: "account:a", failures: 3, window: minutes(15) };
const address: Limit = { key: "address:b", failures: 5, window: minutes(10) };
const end = after(noon, account.window);
const justBefore = (instant: Date) => new Date(instant.getTime() - 1);

const aThrottle = () => failureThrottle(temporaryDatabase());

function exhausted(limit = account) {
  const throttle = aThrottle();
  for (let tried = 0; tried < limit.failures; tried++) throttle.attempt([limit], noon);
  return throttle;
}

test("as many attempts as the limit are let through, and the last one is told that it was", () => {
  const throttle = aThrottle();
  const attempts = Array.from({ length: 4 }, () => throttle.attempt([account], noon));
  expect(attempts).toEqual([
    { allowed: true, usedUp: [] },
    { allowed: true, usedUp: [] },
    { allowed: true, usedUp: [account.key] },
    { allowed: false, until: end },
  ]);
});

test("the window starts with the first failure and does not move with later ones", () => {
  const throttle = aThrottle();
  for (const late of [0, 5, 14]) throttle.attempt([account], after(noon, minutes(late)));
  expect(throttle.attempt([account], justBefore(end))).toEqual({ allowed: false, until: end });
  expect(throttle.attempt([account], end)).toEqual({ allowed: true, usedUp: [] });
});

test("what is refused is not counted: waiting is enough, however often somebody tries", () => {
  const throttle = exhausted();
  for (let tried = 0; tried < 20; tried++) throttle.attempt([account], after(noon, seconds(tried)));
  expect(throttle.attempt([account], end).allowed).toBe(true);
});

test("after the window it takes the whole limit again", () => {
  const throttle = exhausted();
  const attempts = Array.from({ length: 4 }, () => throttle.attempt([account], end).allowed);
  expect(attempts).toEqual([true, true, true, false]);
});

test("with two limits the one that lasts longer says when to come back", () => {
  const throttle = aThrottle();
  for (let tried = 0; tried < 5; tried++) throttle.attempt([address], noon);
  for (let tried = 0; tried < 3; tried++) throttle.attempt([account], noon);
  const refusal = { allowed: false, until: end };
  expect(throttle.attempt([account, address], noon)).toEqual(refusal);
  expect(throttle.attempt([address, account], noon)).toEqual(refusal);
});

test("an attempt that one limit refuses counts for none", () => {
  const throttle = exhausted();
  for (let tried = 0; tried < 9; tried++) throttle.attempt([account, address], noon);
  const attempts = Array.from({ length: 5 }, () => throttle.attempt([address], noon).allowed);
  expect(attempts).toEqual(Array(5).fill(true));
});

test("a clock that ran ahead and was put right locks nobody out for as long as it was ahead", () => {
  const throttle = aThrottle();
  const ahead = after(noon, minutes(60));
  for (let tried = 0; tried < 4; tried++) throttle.attempt([account], ahead);
  expect(throttle.attempt([account], ahead).allowed).toBe(false);
  expect(throttle.attempt([account], noon)).toEqual({ allowed: true, usedUp: [] });
});

test("keys are counted apart", () => {
  expect(exhausted().attempt([{ ...account, key: "account:A" }], noon).allowed).toBe(true);
});

test("forgetting one key starts it anew and leaves the others", () => {
  const throttle = exhausted();
  for (let tried = 0; tried < 5; tried++) throttle.attempt([address], noon);
  throttle.forget([account.key]);
  expect(throttle.attempt([account], noon)).toEqual({ allowed: true, usedUp: [] });
  expect(throttle.attempt([address], noon).allowed).toBe(false);
});

test("a refund takes back one failure, never below none", () => {
  const throttle = exhausted();
  throttle.refund(account.key);
  expect(throttle.attempt([account], noon).allowed).toBe(true);
  expect(throttle.attempt([account], noon).allowed).toBe(false);
  for (let refunded = 0; refunded < 9; refunded++) throttle.refund(account.key);
  const attempts = Array.from({ length: 4 }, () => throttle.attempt([account], noon).allowed);
  expect(attempts).toEqual([true, true, true, false]);
});

test("a refund for a key that nobody counted makes none", () => {
  const throttle = aThrottle();
  throttle.refund("account:nobody");
  expect(throttle.sweep(after(end, minutes(60)))).toBe(0);
});

test("the sweep drops what has run out and nothing else", () => {
  const throttle = exhausted();
  for (let tried = 0; tried < 5; tried++) throttle.attempt([address], noon);
  expect(throttle.sweep(justBefore(after(noon, address.window)))).toBe(0);
  expect(throttle.sweep(after(noon, address.window))).toBe(1);
  expect(throttle.attempt([account], justBefore(end)).allowed).toBe(false);
  expect(throttle.sweep(end)).toBe(1);
});

test("a restart forgets nothing, and two programs on one file count together", () => {
  const file = temporaryFile();
  const first = openDatabase(file);
  failureThrottle(first).attempt([account], noon);
  first.$client.close();
  const [one, other] = [temporaryDatabase(file), temporaryDatabase(file)].map(failureThrottle);
  expect(one?.attempt([account], noon)).toEqual({ allowed: true, usedUp: [] });
  expect(other?.attempt([account], noon)).toEqual({ allowed: true, usedUp: [account.key] });
  expect(one?.attempt([account], noon).allowed).toBe(false);
});
