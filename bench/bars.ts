/** What is promised, each as a ratio of two things measured in the same run. `npm run bench` fails when one is missed. */
export const bars = {
  "check/hs256": { most: 1, what: "session check against jose HS256 verification" },
  "check/floor": { most: 2, what: "session check against the bare SELECT" },
  "check/better-auth": { least: 10, what: "Better Auth getSession against the session check" },
  "check/flat": { most: 2, what: "session check, most sessions against fewest" },
  "http/session": { least: 2, what: "GET /api/session a second against Better Auth's" },
  "http/devices": {
    least: 0.8,
    what: "/devices a second against the same with its session for free",
  },
  "http/login": { least: 0.8, what: "/login a second against the same with its session for free" },
  "flood/check": { most: 3, what: "p99 of a session check in a flood of sign-ins against idle" },
  "writing/endings": {
    least: 0.08,
    what: "endings a second, one by one, against the disk's own syncs",
  },
  "writing/touches": { least: 3, what: "touches a second against the disk's own syncs" },
} as const satisfies Record<string, Bar>;

export interface Bar {
  what: string;
  /** One of the two. */
  most?: number;
  least?: number;
}

export type BarName = keyof typeof bars;

/** A ratio that was measured; `of` says at which size, where there are several. */
export interface Measured {
  bar: BarName;
  of?: string;
  ratio: number;
  /** At 10 and 90 percent of the rounds. */
  spread?: [number, number];
}

export function isHeld({ bar, ratio }: Measured): boolean {
  const { most = Number.POSITIVE_INFINITY, least = 0 }: Bar = bars[bar];
  return ratio <= most && ratio >= least;
}

export function promised(name: BarName): string {
  const { most, least }: Bar = bars[name];
  return most === undefined ? `at least ${least}` : `at most ${most}`;
}
