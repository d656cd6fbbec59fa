import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { type Desk, inFolder, startDesk } from "./desk.ts";
import { type Fault, inMegabytes, must, percentile } from "./fault.ts";
import { makePeople, type People, peopleAt } from "./people.ts";

const perSecond = 200;
/** As many addresses as a botnet has, so that the limit for one does not end it at once. */
const settings = { TRUSTED_PROXIES: "127.0.0.1,::1" };
/** Below it, three times an idle value says more about the clock than about the server. */
const unnoticed = 50;
const mostGrowth = 200;
/** What the server lets pass before it takes many wrong sign-ins for a flood, in milliseconds. */
const noticed = 3_000;

/** FT-12 */
export const flood: Fault = {
  id: "FT-12",
  done: `${perSecond} wrong sign-ins a second from many addresses, for accounts that do not exist; measured after the first 3 s`,
  promise: `session checks stay quick (p99 within 3 times that of an idle server, or ${unnoticed} ms), the excess gets 429 or 503, memory is bounded`,
  quick: true,
  run: ({ quick }) => inFolder((directory) => floodIt(directory, quick ? 4 : 60)),
};

async function floodIt(directory: string, seconds: number): Promise<string> {
  const desk = await startDesk({ directory, settings });
  const [person] = await makePeople(desk, 1);
  if (person === undefined) throw new Error("There is nobody.");
  const people = await peopleAt(desk, person);
  const cookie = await people.cookieOf(person);
  await probe(desk, cookie, 1);
  // Feels what else this machine is doing, the flood's own cost too, and nothing of the flood.
  const neighbour = await startDesk({ directory, settings });
  await probe(neighbour, cookie, 1);
  const idle = await probe(desk, cookie, Math.min(seconds, 10));
  const before = desk.memory();
  const stop = new AbortController();
  const answers = sendWrong(people, stop.signal);
  await sleep(noticed);
  const [flooded, spared] = await Promise.all([
    probe(desk, cookie, seconds),
    probe(neighbour, cookie, seconds),
  ]);
  stop.abort();
  const statuses = await answers;
  const grown = desk.memory() - before;
  const recovered = (await people.signIn(person)).status;
  await Promise.all([desk, neighbour].map((server) => server.end("SIGTERM")));

  const figures = `a check took (p50, p99) ${inWords(idle)} idle, ${inWords(flooded)} in the flood, ${inWords(spared)} at a second server meanwhile; answers ${listed(statuses)}; memory ${inMegabytes(grown)}`;
  const foreign = [...statuses.keys()].filter((status) => ![200, 429, 503].includes(status));
  must(foreign.length === 0, `the flood was answered with ${foreign}; ${figures}`);
  const allowed = Math.max(3 * idle.p99, 3 * spared.p99, unnoticed);
  must(flooded.p99 <= allowed, `session checks became slow: ${figures}`);
  must(grown < mostGrowth, `memory grew: ${figures}`);
  must(recovered === 303, `signing in afterwards was answered with ${recovered}`);
  return figures;
}

/** How long checks took, in milliseconds. */
interface Latency {
  p50: number;
  p99: number;
}

async function probe(desk: Desk, cookie: string, seconds: number): Promise<Latency> {
  const file = join(import.meta.dirname, "probe.ts");
  const args = [file, desk.url, cookie, "25", String(seconds)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e8 });
  const answers = JSON.parse(stdout) as [number, number][];
  for (const [status] of answers) must(status === 200, `a check was answered with ${status}`);
  const took = answers.map(([, milliseconds]) => milliseconds);
  return { p50: percentile(took, 50), p99: percentile(took, 99) };
}

const inWords = ({ p50, p99 }: Latency): string => `${p50.toFixed(1)} and ${p99.toFixed(1)} ms`;

/** At a fixed rate until `stop`; resolves to how many answers had which status. */
async function sendWrong(people: People, stop: AbortSignal): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  const sent: Promise<unknown>[] = [];
  const startedAt = performance.now();
  for (let number = 0; !stop.aborted; number += 1) {
    await sleep(Math.max(0, startedAt + (number * 1_000) / perSecond - performance.now()));
    const address = `198.51.${number % 100}.${number % 250}`;
    const stranger = { email: `nobody${number}@example.com`, password: "wrong all along" };
    const headers = { "x-forwarded-for": address };
    sent.push(
      people.signIn(stranger, headers).then(
        ({ status }) => statuses.set(status, (statuses.get(status) ?? 0) + 1),
        () => statuses.set(0, (statuses.get(0) ?? 0) + 1),
      ),
    );
  }
  await Promise.all(sent);
  return statuses;
}

function listed(statuses: Map<number, number>): string {
  const sorted = [...statuses].sort(([one], [other]) => one - other);
  return sorted.map(([status, count]) => `${count} × ${status}`).join(", ");
}
