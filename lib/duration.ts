/** A length of time in milliseconds. Made and compared here only, so that no number stands without its unit. */
export type Duration = number & { readonly unit: "ms" };

export const seconds = (count: number): Duration => (count * 1_000) as Duration;
export const minutes = (count: number): Duration => seconds(count * 60);
export const hours = (count: number): Duration => minutes(count * 60);
export const days = (count: number): Duration => hours(count * 24);

export const half = (duration: Duration): Duration => (duration / 2) as Duration;

export const shortest = (...durations: Duration[]): Duration => Math.min(...durations) as Duration;

const units = { s: seconds, m: minutes, h: hours, d: days };

/** Reads `30m`, `8h`, `14d` or `45s`; anything else, and zero, is null. */
export function parseDuration(text: string): Duration | null {
  const match = /^([1-9]\d{0,5})([smhd])$/.exec(text.trim());
  return match ? units[match[2] as keyof typeof units](Number(match[1])) : null;
}

export const after = (instant: Date, duration: Duration): Date =>
  new Date(instant.getTime() + duration);

export const before = (instant: Date, duration: Duration): Date =>
  new Date(instant.getTime() - duration);
