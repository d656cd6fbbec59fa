import type { EventFilter } from "#lib/audit/audit-log.ts";
import { type EventName, eventNames } from "#lib/audit/event.ts";
import { after, days } from "#lib/duration.ts";

/** What the trail is filtered by, as it stands in the URL; everything optional. */
export interface EventQuery {
  name?: EventName | undefined;
  /** An address. */
  account?: string | undefined;
  /** Days as YYYY-MM-DD in UTC, the last one included. */
  from?: string | undefined;
  until?: string | undefined;
}

export function readEventQuery(given: Record<string, string | string[] | undefined>): EventQuery {
  return {
    name: eventNames.find((name) => name === given.name),
    account: text(given.account),
    from: day(given.from),
    until: day(given.until),
  };
}

export function toFilter({ name, from, until }: EventQuery, accountId?: string): EventFilter {
  return {
    name,
    accountId,
    from: from === undefined ? undefined : startOf(from),
    until: until === undefined ? undefined : after(startOf(until), days(1)),
  };
}

const startOf = (date: string): Date => new Date(`${date}T00:00:00Z`);

function text(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 254) : undefined;
}

function day(value: string | string[] | undefined): string | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value)) return undefined;
  const start = startOf(value);
  // A date that is past the end of its month would be taken for one in the next.
  const isDay = !Number.isNaN(start.getTime()) && start.toISOString().startsWith(value);
  return isDay ? value : undefined;
}
