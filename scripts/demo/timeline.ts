type Step = () => Promise<unknown> | unknown;

export interface Timeline {
  now: () => Date;
  /** What would lie beyond the end is left out. */
  plan: (at: Date, step: Step) => void;
  /** Does everything in the order of time, the clock standing at the instant of each step and, last, at the end. */
  run: () => Promise<void>;
}

/** A clock that jumps from one planned step to the next. */
export function timelineUntil(end: Date): Timeline {
  const steps: { at: Date; step: Step }[] = [];
  let clock = end;

  return {
    now: () => clock,
    plan(at, step) {
      if (at <= end) steps.push({ at, step });
    },
    async run() {
      for (const { at, step } of steps.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
        clock = at;
        await step();
      }
      clock = end;
    },
  };
}
