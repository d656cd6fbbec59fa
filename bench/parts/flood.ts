import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { sealsOf } from "../../lib/seals.ts";
import type { Measured } from "../bars.ts";
import { openLoop, type Target } from "../load.ts";
import { figureOf, quantile, ratio } from "../measure.ts";
import type { Fact, Part, PartResult } from "../part.ts";
import { seed, tokenOf } from "../seed.ts";
import { memoryOf, type Server, serverSecret, startLatchkey } from "../servers.ts";

const live = 10_000;
const perSecond = 200;
const checksPerSecond = 100;
/** Each round lasts so long, idle and in the flood. */
const seconds = 8;
/** What the server lets pass before it takes many wrong sign-ins for a flood. */
const noticed = 3;

/** What somebody who is signed in notices of a flood of wrong sign-ins. */
export const flood: Part = {
  name: "flood",
  async run({ directory, quick, log }): Promise<PartResult> {
    const file = join(directory, `latchkey-${live}.db`);
    seed(file, live, log);
    const settings = { TRUSTED_PROXIES: "127.0.0.1,::1" };
    const server = await startLatchkey(file, { settings });
    try {
      return await rounds(server, quick ? 1 : 6, log);
    } finally {
      await server.stop();
    }
  },
};

/** Quiet and flood in turn, so that whatever else the machine does hits both. */
async function rounds(
  server: Server,
  count: number,
  log: (line: string) => void,
): Promise<PartResult> {
  const cookie = `__Host-latchkey=${await sealsOf([serverSecret]).seal({ token: tokenOf(11) })}`;
  const session: Target = { name: "GET /api/session", url: `${server.url}/api/session`, cookie };
  await openLoop(session, checksPerSecond, 5);
  const before = memoryOf(server.pid) ?? 0;
  const statuses: Statuses = {};
  const idle: Look[] = [];
  const flooded: Look[] = [];
  for (let round = 0; round < count; round++) {
    log(`idle, then ${perSecond} wrong sign-ins a second, round ${round + 1}`);
    idle.push(await look(server, session));
    const flooding = floodFor(server, noticed + seconds + 1);
    await openLoop(session, checksPerSecond, noticed);
    flooded.push(await look(server, session));
    for (const [status, answers] of Object.entries(await flooding))
      statuses[status] = (statuses[status] ?? 0) + answers;
  }
  const grown = (memoryOf(server.pid) ?? 0) - before;
  return { measured: [compared(idle, flooded)], facts: factsOf(idle, flooded, statuses, grown) };
}

/** What a check took, and how long the event loop was held up meanwhile, in milliseconds. */
interface Look {
  p50: number;
  p99: number;
  lag: number;
}

type Statuses = Record<string, number>;

async function look(server: Server, session: Target): Promise<Look> {
  await lagOf(server);
  const { p50, p99 } = await openLoop(session, checksPerSecond, seconds);
  return { p50, p99, lag: await lagOf(server) };
}

async function floodFor({ url }: Server, length: number): Promise<Statuses> {
  const args = [join(import.meta.dirname, "../flood-client.ts"), url, `${perSecond}`, `${length}`];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Statuses;
}

function compared(idle: Look[], flooded: Look[]): Measured {
  const p99s = (looks: Look[]) =>
    figureOf(
      "p99",
      looks.map(({ p99 }) => p99),
    );
  const { median, p10, p90 } = ratio(p99s(flooded), p99s(idle));
  return { bar: "flood/check", ratio: median, spread: [p10, p90] };
}

function factsOf(idle: Look[], flooded: Look[], statuses: Statuses, grown: number): Fact[] {
  const middle = (looks: Look[], of: keyof Look) =>
    quantile(
      looks.map((one) => one[of]),
      0.5,
    );
  const lag = Math.max(...flooded.map((one) => one.lag));
  return [
    { what: "session check, idle, p50", value: middle(idle, "p50"), unit: "ms" },
    { what: "session check, idle, p99", value: middle(idle, "p99"), unit: "ms" },
    { what: "session check, in the flood, p50", value: middle(flooded, "p50"), unit: "ms" },
    { what: "session check, in the flood, p99", value: middle(flooded, "p99"), unit: "ms" },
    { what: "event-loop delay, idle, p99", value: middle(idle, "lag"), unit: "ms" },
    {
      what: "event-loop delay, in the flood, p99 of the worst round",
      value: lag,
      unit: "ms",
      target: "under 50 ms",
      held: lag < 50,
    },
    { what: "memory gained by the floods", value: grown, unit: "MB" },
    ...Object.entries(statuses).map(([status, value]) => ({
      what: `answered with ${status}`,
      value,
      unit: "sign-ins",
    })),
  ];
}

/** The event loop's 99th percentile since it was last asked for, in milliseconds, as /metrics tells it. */
async function lagOf({ url }: Server): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(metrics)?.[1]) * 1_000;
}
