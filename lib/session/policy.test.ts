import { describe, expect, test } from "vitest";
import {
  type Duration,
  days,
  before as earlier,
  hours,
  after as later,
  minutes,
} from "#lib/duration.ts";
import { noon, defaultPolicy as policy } from "#lib/testing/builders.ts";
import { endsAt, isDueForTouch, isFresh, timedOut, timeoutsFor } from "./policy.ts";
import type { Role } from "./session.ts";

const milliseconds = (count: number) => count as Duration;
const now = 0 as Duration;

const classes: [Role, remembered: boolean, idle: Duration, absolute: Duration][] = [
  ["member", false, hours(1), hours(24)],
  ["member", true, days(14), days(30)],
  ["admin", false, minutes(30), hours(8)],
  // "Keep me signed in" does not apply to administrators.
  ["admin", true, minutes(30), hours(8)],
];

describe.each(classes)(
  "a session of a(n) %s, remembered: %s,",
  (role, remembered, idle, absolute) => {
    test.each([
      ["in use now is live", now, now, null],
      ["unseen for a millisecond less than the idle timeout is live", idle, idle - 1, null],
      ["unseen for exactly the idle timeout is over", idle, idle, "idle"],
      ["unseen for a millisecond more is over", idle + 1, idle + 1, "idle"],
      ["a millisecond younger than the absolute timeout is live", absolute - 1, now, null],
      ["as old as the absolute timeout is over, though in use", absolute, now, "expired"],
      ["a millisecond older is over, though in use", absolute + 1, now, "expired"],
      ["that reached both at one instant has expired", absolute, idle, "expired"],
      ["that reached the absolute timeout first has expired", absolute + 1, idle, "expired"],
      ["that reached the idle timeout first was idle", absolute, idle + 1, "idle"],
    ])("%s", (_, age, unseen, reason) => {
      const session = aged(role, remembered, milliseconds(age), milliseconds(unseen));
      expect(timedOut(policy, role, session, noon)?.reason ?? null).toBe(reason);
    });

    test("says when it ran out, not when that was noticed", () => {
      const idled = aged(role, remembered, absolute, milliseconds(idle + 60_000));
      expect(timedOut(policy, role, idled, noon)?.at).toEqual(earlier(noon, minutes(1)));
      const expired = aged(role, remembered, milliseconds(absolute + 60_000), now);
      expect(timedOut(policy, role, expired, noon)?.at).toEqual(earlier(noon, minutes(1)));
    });

    test("ends by itself at the earlier of its two timeouts", () => {
      expect(endsAt(policy, role, aged(role, remembered, now, now))).toEqual(later(noon, idle));
      const old = aged(role, remembered, milliseconds(absolute - 60_000), now);
      expect(endsAt(policy, role, old)).toEqual(later(noon, minutes(1)));
    });
  },
);

test("a session whose last use lies in the future, by another clock, is live", () => {
  const session = aged("member", false, now, milliseconds(-60_000));
  expect(timedOut(policy, "member", session, noon)).toBeNull();
});

test.each([
  [0, true],
  [minutes(10) - 1, true],
  [minutes(10), false],
  [minutes(10) + 1, false],
])("somebody who proved who they are %i ms ago is fresh: %s", (ago, fresh) => {
  expect(isFresh(policy, earlier(noon, milliseconds(ago)), noon)).toBe(fresh);
});

test.each([
  [0, false],
  [minutes(1) - 1, false],
  [minutes(1), true],
  [minutes(1) + 1, true],
  [-minutes(1), false],
])("a session last seen %i ms ago is due for a touch: %s", (ago, due) => {
  expect(isDueForTouch(policy, earlier(noon, milliseconds(ago)), noon)).toBe(due);
});

/** A session of this age that was last seen that long ago, judged at noon. */
function aged(role: Role, remembered: boolean, age: Duration, unseen: Duration) {
  const createdAt = earlier(noon, age);
  const expiresAt = later(createdAt, timeoutsFor(policy, role, remembered).absolute);
  return { remembered, createdAt, lastSeenAt: earlier(noon, unseen), expiresAt };
}
