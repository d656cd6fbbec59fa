import { after, type Duration } from "#lib/duration.ts";
import type { Role } from "./session.ts";

export interface Timeouts {
  idle: Duration;
  absolute: Duration;
}

/** When sessions end by themselves. docs/adr/0003 gives the reasons for the defaults. */
export interface SessionPolicy {
  member: Timeouts;
  remembered: Timeouts;
  admin: Timeouts;
  freshWindow: Duration;
  touchInterval: Duration;
  maxSessions: number;
}

/** The instants and marks by which a session is judged. */
export interface Age {
  remembered: boolean;
  createdAt: Date;
  lastSeenAt: Date;
  /** The absolute timeout, fixed when the session started. */
  expiresAt: Date;
}

/** Administrators' shorter life holds whether or not they asked to stay signed in. */
export function timeoutsFor(policy: SessionPolicy, role: Role, remembered: boolean): Timeouts {
  if (role === "admin") return policy.admin;
  return remembered ? policy.remembered : policy.member;
}

/** Which timeout has passed and when, or null for a live session. A timeout reached to the millisecond has passed. */
export function timedOut(
  policy: SessionPolicy,
  role: Role,
  age: Age,
  now: Date,
): { reason: "idle" | "expired"; at: Date } | null {
  const idleAt = after(age.lastSeenAt, timeoutsFor(policy, role, age.remembered).idle);
  if (endsAt(policy, role, age) > now) return null;
  return age.expiresAt <= idleAt
    ? { reason: "expired", at: age.expiresAt }
    : { reason: "idle", at: idleAt };
}

/** When the session ends if it is never used again. */
export function endsAt(policy: SessionPolicy, role: Role, age: Age): Date {
  const idleAt = after(age.lastSeenAt, timeoutsFor(policy, role, age.remembered).idle);
  return age.expiresAt.getTime() < idleAt.getTime() ? age.expiresAt : idleAt;
}

export function isFresh(policy: SessionPolicy, authenticatedAt: Date, now: Date): boolean {
  return after(authenticatedAt, policy.freshWindow) > now;
}

export function isDueForTouch(policy: SessionPolicy, lastSeenAt: Date, now: Date): boolean {
  return after(lastSeenAt, policy.touchInterval) <= now;
}
