/** Something that is done over and over: one check of one session or token. */
export interface Subject {
  name: string;
  /** Does it once, with the next of its inputs. */
  check: () => unknown;
  /** How many inputs take turns, where each has to be seen once before it is quick. */
  inputs?: number;
}

export interface Figure {
  name: string;
  /** Microseconds for one: the median round and the rounds at 10 and 90 percent. */
  median: number;
  p10: number;
  p90: number;
  /** Each round's time, in the order they were run. */
  rounds: number[];
}

/**
 * Times the subjects against each other: in every round each has its turn, in an order that changes, so that
 * whatever the machine does meanwhile hits all alike. A turn is as many checks as take about `turnMs`.
 */
export async function measure(
  subjects: Subject[],
  { rounds, turnMs }: { rounds: number; turnMs: number },
): Promise<Figure[]> {
  const counts = new Map<Subject, number>();
  for (const subject of subjects) counts.set(subject, await calibrate(subject, turnMs));
  const times = new Map<Subject, number[]>(subjects.map((subject) => [subject, []]));
  for (let round = 0; round < rounds; round++)
    for (const subject of rotated(subjects, round))
      times.get(subject)?.push(await timed(subject, counts.get(subject) ?? 1));
  return subjects.map((subject) => figureOf(subject.name, times.get(subject) ?? []));
}

/** How many checks fill a turn; warms the subject up on the way. */
async function calibrate(subject: Subject, turnMs: number): Promise<number> {
  await timed(subject, subject.inputs ?? 1_000);
  const each = await timed(subject, 500);
  return Math.max(50, Math.round((turnMs * 1_000) / each));
}

/** How many sessions or tokens take turns in one subject. */
export const workingSet = 10_000;

/** Microseconds for one of `count` checks. */
async function timed({ check }: Subject, count: number): Promise<number> {
  const started = process.hrtime.bigint();
  for (let done = 0; done < count; done++) {
    const result = check();
    // Awaiting what is no promise would charge the synchronous ones for a turn of the queue.
    if (result instanceof Promise) await result;
  }
  return Number(process.hrtime.bigint() - started) / 1_000 / count;
}

function rotated<T>(items: T[], by: number): T[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

export function figureOf(name: string, rounds: number[]): Figure {
  return {
    name,
    median: quantile(rounds, 0.5),
    p10: quantile(rounds, 0.1),
    p90: quantile(rounds, 0.9),
    rounds,
  };
}

/** How many times `one` took what `other` took, round by round: neighbours in time are compared. */
export function ratio(one: Figure, other: Figure): { median: number; p10: number; p90: number } {
  const ratios = one.rounds.map((time, round) => time / (other.rounds[round] ?? Number.NaN));
  return {
    median: quantile(ratios, 0.5),
    p10: quantile(ratios, 0.1),
    p90: quantile(ratios, 0.9),
  };
}

export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}

/** Calls `work` with one item after the other, over and over. */
export function inTurn<T>(items: T[], work: (item: T) => unknown): () => unknown {
  let next = 0;
  return () => {
    const item = items[next] as T;
    next = (next + 1) % items.length;
    return work(item);
  };
}
