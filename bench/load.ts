import { Agent, get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import autocannon from "autocannon";
import { quantile } from "./measure.ts";

/** What is asked of a server, over and over. */
export interface Target {
  name: string;
  url: string;
  cookie?: string;
}

/** Closed loop: as many answers as `connections` that each wait for theirs get, a second. */
export async function closedLoop(
  target: Target,
  seconds: number,
  connections = 16,
): Promise<number> {
  const result = await autocannon({
    url: target.url,
    connections,
    duration: seconds,
    headers: headersOf(target),
  });
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0) throw new Error(`${target.name}: ${failed} requests failed.`);
  return result.requests.total / result.duration;
}

export interface Latency {
  /** Milliseconds. */
  p50: number;
  p99: number;
  sent: number;
}

/**
 * Open loop: asks at a fixed rate whether or not answers come, and counts from the instant at which the request was
 * due, so that a server that stalls is charged for all that it kept waiting (coordinated omission).
 */
export async function openLoop(target: Target, rate: number, seconds: number): Promise<Latency> {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const took: Promise<number>[] = [];
  const startedAt = performance.now();
  const total = Math.round(rate * seconds);
  while (took.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) * rate) / 1_000) + 1);
    for (let number = took.length; number < due; number++)
      took.push(answered(target, agent, startedAt + (number * 1_000) / rate));
    await sleep(1);
  }
  const times = await Promise.all(took);
  agent.destroy();
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), sent: total };
}

function answered(target: Target, agent: Agent, dueAt: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(target.url, { agent, headers: headersOf(target) }, (response) => {
      response.resume();
      response.once("end", () => {
        if (response.statusCode === 200) resolve(performance.now() - dueAt);
        else reject(new Error(`${target.name} answered ${response.statusCode}.`));
      });
    });
    request.once("error", reject);
  });
}

const headersOf = ({ cookie }: Target): Record<string, string> => ({
  "accept-encoding": "gzip",
  ...(cookie && { cookie }),
});
