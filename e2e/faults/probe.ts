import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { cookieName } from "../cookie.ts";

/**
 * `probe.ts <url> <cookie> <checks a second> <seconds>`: asks at a fixed rate, whether or not the answers keep up,
 * from a process of its own over open connections, and prints each answer's status and how many milliseconds it took.
 */
const [url = "", cookie = "", rate = "0", seconds = "0"] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

await Promise.all(Array.from({ length: 8 }, check));
const asked: Promise<[number, number]>[] = [];
const startedAt = performance.now();
for (let sent = 0; sent < Number(rate) * Number(seconds); sent += 1) {
  await sleep(Math.max(0, startedAt + (sent * 1_000) / Number(rate) - performance.now()));
  asked.push(check());
}
console.log(JSON.stringify(await Promise.all(asked)));
agent.destroy();

async function check(): Promise<[number, number]> {
  const sentAt = performance.now();
  const headers = { cookie: `${cookieName}=${cookie}` };
  const sent = get(`${url}/api/session`, { agent, headers });
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  answer.resume();
  await once(answer, "end");
  return [answer.statusCode ?? 0, performance.now() - sentAt];
}
