import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { sealsOf } from "../../lib/seals.ts";
import { openLoop, type Target } from "../load.ts";
import type { Part, PartResult } from "../part.ts";
import { seed, tokenOf } from "../seed.ts";
import { memoryOf, type Server, serverSecret, startLatchkey } from "../servers.ts";

const live = 10_000;
const perSecond = 200;
const checksPerSecond = 50;

/** What somebody who is signed in notices of a flood of wrong sign-ins. */
export const flood: Part = {
  name: "flood",
  async run({ directory, quick, log }): Promise<PartResult> {
    const file = join(directory, `latchkey-${live}.db`);
    seed(file, live, log);
    const settings = { TRUSTED_PROXIES: "127.0.0.1,::1" };
    const server = await startLatchkey(file, { settings });
    try {
      return await floodIt(server, quick ? 5 : 60, log);
    } finally {
      await server.stop();
    }
  },
};

async function floodIt(
  server: Server,
  seconds: number,
  log: (line: string) => void,
): Promise<PartResult> {
  const cookie = `__Host-latchkey=${await sealsOf([serverSecret]).seal({ token: tokenOf(11) })}`;
  const session: Target = { name: "GET /api/session", url: `${server.url}/api/session`, cookie };
  const look = (): ReturnType<typeof openLoop> => openLoop(session, checksPerSecond, seconds);
  await openLoop(session, checksPerSecond, 3);
  log("idle");
  await lagOf(server);
  const idle = await look();
  const idleLag = await lagOf(server);
  const before = memoryOf(server.pid) ?? 0;
  log(`${perSecond} wrong sign-ins a second`);
  const args = [
    join(import.meta.dirname, "../flood-client.ts"),
    server.url,
    `${perSecond}`,
    `${seconds + 4}`,
  ];
  const flooding = promisify(execFile)(process.execPath, args);
  // What the server lets pass before it takes many wrong sign-ins for a flood.
  await openLoop(session, checksPerSecond, 3);
  await lagOf(server);
  const flooded = await look();
  const lag = await lagOf(server);
  const statuses = JSON.parse((await flooding).stdout) as Record<string, number>;
  const grown = (memoryOf(server.pid) ?? 0) - before;
  const target = "under 50 ms";
  return {
    measured: [{ bar: "flood/check", ratio: flooded.p99 / idle.p99 }],
    facts: [
      { what: "session check, idle, p50", value: idle.p50, unit: "ms" },
      { what: "session check, idle, p99", value: idle.p99, unit: "ms" },
      { what: "session check, in the flood, p50", value: flooded.p50, unit: "ms" },
      { what: "session check, in the flood, p99", value: flooded.p99, unit: "ms" },
      { what: "event-loop delay, idle, p99", value: idleLag, unit: "ms" },
      {
        what: "event-loop delay, in the flood, p99",
        value: lag,
        unit: "ms",
        target,
        held: lag < 50,
      },
      { what: "memory gained by the flood", value: grown, unit: "MB" },
      ...Object.entries(statuses).map(([status, count]) => ({
        what: `answered with ${status}`,
        value: count,
        unit: "sign-ins",
      })),
    ],
  };
}

/** The event loop's 99th percentile since it was last asked for, in milliseconds, as /metrics tells it. */
async function lagOf({ url }: Server): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(metrics)?.[1]) * 1_000;
}
