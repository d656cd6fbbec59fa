import { join } from "node:path";
import type { Measured } from "../bars.ts";
import { inWords } from "../in-words.ts";
import { checkSubject, deskIn, firstSightSubject, floorSubject } from "../latchkey.ts";
import { type Figure, measure, ratio, type Subject } from "../measure.ts";
import type { Part, PartResult } from "../part.ts";
import { betterAuthSubject } from "../peers/better-auth.ts";
import { expressSessionSubject } from "../peers/express-session.ts";
import { ironSubject } from "../peers/iron-session.ts";
import { jwtSubjects } from "../peers/jwt.ts";
import { seed } from "../seed.ts";

/** One size of Latchkey in the line-up. */
interface Entry {
  live: number;
  check: Subject;
  floor: Subject;
}

/** The check of one session in this process, at every size, beside everything it is compared with. */
export const check: Part = {
  name: "check",
  async run({ directory, sizes, quick, log }): Promise<PartResult> {
    const entries: Entry[] = [];
    const others: Subject[] = [];
    for (const live of sizes) {
      const file = join(directory, `latchkey-${live}.db`);
      seed(file, live, log);
      const desk = await deskIn(file, live);
      entries.push({ live, check: checkSubject(desk), floor: floorSubject(file, desk) });
      if (others.length === 0) others.push(firstSightSubject(desk), await ironSubject(desk.tokens));
    }
    others.push(...(await jwtSubjects()));
    // Neither peer's file is filled beyond a million, which flatters them.
    for (const live of sizes.filter((size) => size <= 1_000_000)) {
      log(`filling the peers' databases with ${inWords(live)} sessions`);
      others.push(await betterAuthSubject(join(directory, `better-auth-${live}.db`), live));
      others.push(expressSessionSubject(join(directory, `express-session-${live}.db`), live));
    }
    const subjects = [...entries.flatMap((entry) => [entry.check, entry.floor]), ...others];
    log(`timing ${subjects.length} subjects`);
    const figures = await measure(
      subjects,
      quick ? { rounds: 15, turnMs: 20 } : { rounds: 41, turnMs: 60 },
    );
    return { figures, measured: compared(entries, figures) };
  },
};

function compared(entries: Entry[], figures: Figure[]): Measured[] {
  const of = (name: string): Figure => {
    const figure = figures.find((one) => one.name === name);
    if (figure === undefined) throw new Error(`${name} was not timed.`);
    return figure;
  };
  const lines: Measured[] = [];
  const add = (bar: Measured["bar"], size: string, one: Figure, other: Figure) => {
    const { median, p10, p90 } = ratio(one, other);
    lines.push({ bar, of: size, ratio: median, spread: [p10, p90] });
  };
  for (const { live, check, floor } of entries) {
    const [ours, size] = [of(check.name), inWords(live)];
    add("check/hs256", size, ours, of("jose HS256"));
    add("check/floor", size, ours, of(floor.name));
    const peer = figures.filter(({ name }) => name.startsWith("Better Auth")).at(-1) as Figure;
    add("check/better-auth", size, peer, ours);
  }
  const [first, last] = [entries.at(0), entries.at(-1)];
  if (first && last && first !== last)
    add(
      "check/flat",
      `${inWords(last.live)} to ${inWords(first.live)}`,
      of(last.check.name),
      of(first.check.name),
    );
  return lines;
}
