import type { Database } from "#db/open.ts";
import { write } from "#db/write.ts";
import type { NewEvent } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import type { Attempt, FailureThrottle, Limit } from "./failure-throttle.ts";
import { noted } from "./limits.ts";

interface Parts {
  database: Database;
  throttle: FailureThrottle;
  now: () => Date;
}

/** Who does it, and with which account or session. */
export type Subject = Pick<NewEvent, "actor" | "accountId" | "sessionId">;

/**
 * Counts something that is about to be done, as `attempt`. The trail is told of the first refusal in a window and
 * of no other: a flood must not fill it.
 */
export async function admit(parts: Parts, limits: Limit[], subject: Subject): Promise<Attempt> {
  const { throttle, now } = parts;
  const attempt = await throttle.attempt(limits, now());
  if (!attempt.allowed)
    for (const limit of limits)
      if (attempt.reached.includes(limit.key)) await noteOnce(parts, limit, subject);
  return attempt;
}

async function noteOnce(parts: Parts, { key, window }: Limit, subject: Subject): Promise<void> {
  const { database, throttle, now } = parts;
  if (!(await throttle.attempt([noted(key, window)], now())).allowed) return;
  // What comes after is whom it counts for: an address, or a hash that says nobody anything.
  const [action, limit] = key.split(":");
  const detail = { action, limit };
  await write(database, () =>
    recordEvent(database, { name: "excess_rate_limit_exceeded", ...subject, at: now(), detail }),
  );
}
