import { expect, test } from "vitest";
import { openDatabase } from "#db/open.ts";
import { after, minutes, seconds } from "#lib/duration.ts";
import { noon } from "#lib/testing/builders.ts";
import { temporaryDatabase, temporaryFile } from "#lib/testing/database.ts";
import {
  type Attempt,
  type FailureThrottle,
  failureThrottle,
  type Limit,
  purgeThrottles,
} from "./failure-throttle.ts";

const account: Limit = { key: "account:a", failures: 3, window: minutes(15) };
const address: Limit = { key: "address:b", failures: 5, window: minutes(10) };
const end = after(noon, account.window);
const justBefore = (instant: Date) => new Date(instant.getTime() - 1);

const aThrottle = () => failureThrottle(temporaryDatabase());

async function exhausted(limit = account) {
  const throttle = aThrottle();
  await attempts(throttle, limit.failures, [limit], noon);
  return throttle;
}

/** What so many attempts one after the other are answered. */
async function attempts(throttle: FailureThrottle, many: number, limits: Limit[], now: Date) {
  const answers: Attempt[] = [];
  while (answers.length < many) answers.push(await throttle.attempt(limits, now));
  return answers;
}

const allowed = (answers: Attempt[]) => answers.map((answer) => answer.allowed);

test("as many attempts as the limit are let through, and the last one is told that it was", async () => {
  const throttle = aThrottle();
  expect(await attempts(throttle, 4, [account], noon)).toEqual([
    { allowed: true, usedUp: [] },
    { allowed: true, usedUp: [] },
    { allowed: true, usedUp: [account.key] },
    { allowed: false, until: end, reached: [account.key] },
  ]);
});

test("the window starts with the first failure and does not move with later ones", async () => {
  const throttle = aThrottle();
  for (const late of [0, 5, 14]) await throttle.attempt([account], after(noon, minutes(late)));
  expect(await throttle.attempt([account], justBefore(end))).toEqual({
    allowed: false,
    until: end,
    reached: [account.key],
  });
  expect(await throttle.attempt([account], end)).toEqual({ allowed: true, usedUp: [] });
});

test("what is refused is not counted: waiting is enough, however often somebody tries", async () => {
  const throttle = await exhausted();
  for (let tried = 0; tried < 20; tried++)
    await throttle.attempt([account], after(noon, seconds(tried)));
  expect(allowed([await throttle.attempt([account], end)])).toEqual([true]);
});

test("after the window it takes the whole limit again", async () => {
  const throttle = await exhausted();
  expect(allowed(await attempts(throttle, 4, [account], end))).toEqual([true, true, true, false]);
});

test("with two limits the one that lasts longer says when to come back", async () => {
  const throttle = aThrottle();
  await attempts(throttle, 5, [address], noon);
  await attempts(throttle, 3, [account], noon);
  const both = expect.arrayContaining([account.key, address.key]);
  const refusal = { allowed: false, until: end, reached: both };
  expect(await throttle.attempt([account, address], noon)).toEqual(refusal);
  expect(await throttle.attempt([address, account], noon)).toEqual(refusal);
});

test("an attempt that one limit refuses counts for none", async () => {
  const throttle = await exhausted();
  await attempts(throttle, 9, [account, address], noon);
  expect(allowed(await attempts(throttle, 5, [address], noon))).toEqual(Array(5).fill(true));
});

test("of fifty at once no more get through than the narrower limit lets, and the wider counts only those", async () => {
  const throttle = aThrottle();
  const many = Array.from({ length: 50 }, () => throttle.attempt([address, account], noon));
  expect(allowed(await Promise.all(many)).filter((through) => through)).toHaveLength(3);
  expect(allowed(await attempts(throttle, 3, [address], noon))).toEqual([true, true, false]);
});

test("what is refused is not even written, so a flood never waits for the lock", async () => {
  const database = temporaryDatabase();
  const throttle = failureThrottle(database);
  await attempts(throttle, 3, [account], noon);
  const { changes } = database.$client.prepare("select total_changes() as changes").get() as {
    changes: number;
  };
  await attempts(throttle, 20, [account, address], noon);
  expect(database.$client.prepare("select total_changes() as changes").get()).toEqual({ changes });
});

test("a clock that ran ahead and was put right locks nobody out for as long as it was ahead", async () => {
  const throttle = aThrottle();
  const ahead = after(noon, minutes(60));
  await attempts(throttle, 4, [account], ahead);
  expect(allowed([await throttle.attempt([account], ahead)])).toEqual([false]);
  expect(await throttle.attempt([account], noon)).toEqual({ allowed: true, usedUp: [] });
});

test("keys are counted apart", async () => {
  const throttle = await exhausted();
  const other = { ...account, key: "account:A" };
  expect(allowed([await throttle.attempt([other], noon)])).toEqual([true]);
});

test("forgetting one key starts it anew and leaves the others", async () => {
  const throttle = await exhausted();
  await attempts(throttle, 5, [address], noon);
  await throttle.forget([account.key]);
  expect(await throttle.attempt([account], noon)).toEqual({ allowed: true, usedUp: [] });
  expect(allowed([await throttle.attempt([address], noon)])).toEqual([false]);
});

test("a refund takes back one failure, never below none", async () => {
  const throttle = await exhausted();
  await throttle.refund([account.key]);
  expect(allowed([await throttle.attempt([account], noon)])).toEqual([true]);
  expect(allowed([await throttle.attempt([account], noon)])).toEqual([false]);
  for (let refunded = 0; refunded < 9; refunded++) await throttle.refund([account.key]);
  expect(allowed(await attempts(throttle, 4, [account], noon))).toEqual([true, true, true, false]);
});

test("a refund for a key that nobody counted makes none", async () => {
  const database = temporaryDatabase();
  await failureThrottle(database).refund(["account:nobody"]);
  expect(purgeThrottles(database, after(end, minutes(60)), 10)).toBe(0);
});

test("the purge drops what has run out, so many at a time, and nothing else", async () => {
  const database = temporaryDatabase();
  const throttle = failureThrottle(database);
  const others = ["x", "y", "z"].map((key) => ({ ...address, key }));
  await attempts(throttle, 1, others, noon);
  await attempts(throttle, account.failures, [account], noon);
  const purge = (at: Date) => purgeThrottles(database, at, 2);
  const over = after(noon, address.window);
  expect(purge(justBefore(over))).toBe(0);
  expect([purge(over), purge(over), purge(over)]).toEqual([2, 1, 0]);
  expect(allowed([await throttle.attempt([account], justBefore(end))])).toEqual([false]);
  expect(purge(end)).toBe(1);
});

test("a restart forgets nothing, and two programs on one file count together", async () => {
  const file = temporaryFile();
  const first = openDatabase(file);
  await failureThrottle(first).attempt([account], noon);
  first.$client.close();
  const [one, other] = [temporaryDatabase(file), temporaryDatabase(file)].map(failureThrottle);
  expect(await one?.attempt([account], noon)).toEqual({ allowed: true, usedUp: [] });
  expect(await other?.attempt([account], noon)).toEqual({ allowed: true, usedUp: [account.key] });
  expect(await one?.attempt([account], noon)).toEqual({
    allowed: false,
    until: end,
    reached: [account.key],
  });
});
