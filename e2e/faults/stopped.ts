import { setTimeout as sleep } from "node:timers/promises";
import type { Person } from "../store.ts";
import { type Desk, inFolder, startDesk } from "./desk.ts";
import { type Fault, must } from "./fault.ts";
import { makePeople, type People, peopleAt } from "./people.ts";

/** FT-20: what a proxy with two servers behind it would see. */
export const stopped: Fault = {
  id: "FT-20",
  done: "SIGTERM to one of two servers under load, then to the other once the first is back",
  promise: "no request fails: what a server took it answers, what it refuses goes to the other",
  quick: true,
  run: ({ quick }) => inFolder((directory) => restartBoth(directory, quick ? 1 : 5)),
};

async function restartBoth(directory: string, rounds: number): Promise<string> {
  const desks = [await startDesk({ directory }), await startDesk({ directory })];
  const [first] = desks;
  if (first === undefined) throw new Error("There is no server.");
  const people = await makePeople(first, 8);
  const stop = new AbortController();
  const tally = { answered: 0, movedOn: 0 };
  const places: [Person, People[]][] = [];
  for (const person of people)
    places.push([person, await Promise.all(desks.map((desk) => peopleAt(desk, person)))]);
  const failed = Promise.all(
    places.map(([person, at]) => keepWorking(at, person, stop.signal, tally)),
  );
  failed.catch(() => {});
  const drains: number[] = [];
  for (let round = 0; round < rounds; round += 1)
    for (const which of [0, 1]) drains.push(await restart(desks, which, directory));
  stop.abort();
  await failed;
  await Promise.all(desks.map((desk) => desk.end("SIGTERM")));
  return `${2 * rounds} restarts, ${tally.answered} requests answered, 0 failed; ${tally.movedOn} connections refused and made with the other server; longest stop ${Math.round(Math.max(...drains))} ms`;
}

async function restart(desks: Desk[], which: number, directory: string): Promise<number> {
  const desk = desks[which];
  if (desk === undefined) return 0;
  await sleep(700);
  const startedAt = performance.now();
  await desk.end("SIGTERM");
  const took = performance.now() - startedAt;
  must(took < 11_000, `stopping took ${Math.round(took)} ms`);
  desks[which] = await startDesk({ directory, port: desk.port });
  await sleep(700);
  return took;
}

interface Tally {
  answered: number;
  movedOn: number;
}

/** Signs in, looks, signs out, again and again; moves to the other server where no connection is made. */
async function keepWorking(
  [one, other]: People[],
  person: Person,
  stop: AbortSignal,
  tally: Tally,
): Promise<void> {
  let own = one;
  let spare = other;
  async function request<T>(work: (at: People) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        if (own === undefined) throw new Error("There is no server.");
        const answer = await work(own);
        tally.answered += 1;
        return answer;
      } catch (error) {
        // Nothing was sent, so a proxy asks the next server.
        if ((error as { code?: string }).code !== "ECONNREFUSED") throw error;
        tally.movedOn += 1;
        [own, spare] = [spare, own];
      }
    }
  }
  while (!stop.aborted) {
    const cookie = await request((at) => at.cookieOf(person));
    must((await request((at) => at.look(cookie))) === 200, "a sign-in was not known");
    const { status } = await request((at) => at.signOut(cookie));
    must(status === 303, `signing out was answered with ${status}`);
  }
}
