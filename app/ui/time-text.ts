import { days, hours, minutes, seconds } from "#lib/duration.ts";

const steps = [
  { unit: "day", length: days(1) },
  { unit: "hour", length: hours(1) },
  { unit: "minute", length: minutes(1) },
] as const;

const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** "just now", "3 minutes ago", "in 6 days": whole units, rounded towards the present. */
export function relativeTime(at: Date, now: Date): string {
  const distance = at.getTime() - now.getTime();
  const step = steps.find(({ length }) => Math.abs(distance) >= length);
  if (step) return words.format(Math.trunc(distance / step.length), step.unit);
  if (distance >= seconds(10)) return "in less than a minute";
  return distance <= -seconds(10) ? "less than a minute ago" : "just now";
}

/** "14 days", "1 hour": in the largest unit that it is whole in, of days, hours and minutes. */
export function durationText(length: number): string {
  const step = steps.find((candidate) => length % candidate.length === 0) ?? steps[2];
  const count = Math.max(1, Math.ceil(length / step.length));
  return `${count} ${step.unit}${count === 1 ? "" : "s"}`;
}

/** The full instant to the second with its zone, the viewer's own unless one is given. */
export function exactTime(at: Date, timeZone?: string): string {
  return formatIn(timeZone).format(at);
}

// Making one takes far longer than using it, and a page of devices shows dozens of instants.
const formats = new Map<string | undefined, Intl.DateTimeFormat>();

function formatIn(timeZone: string | undefined): Intl.DateTimeFormat {
  const zone = timeZone ? { timeZone } : {};
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long", ...zone });
  formats.set(timeZone, format);
  return format;
}
