import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "../http.ts";

/**
 * `probe.ts <url> <cookie> <checks a second> <seconds>`: asks at a fixed rate, whether or not the answers keep up,
 * from a process of its own, and prints each answer's status and how many milliseconds it took.
 */
const [url = "", cookie = "", rate = "0", seconds = "0"] = process.argv.slice(2);

const asked: Promise<[number, number]>[] = [];
const startedAt = performance.now();
for (let sent = 0; sent < Number(rate) * Number(seconds); sent += 1) {
  await sleep(startedAt + (sent * 1_000) / Number(rate) - performance.now());
  asked.push(check());
}
console.log(JSON.stringify(await Promise.all(asked)));

async function check(): Promise<[number, number]> {
  const sentAt = performance.now();
  const { status } = await ask(`${url}/api/session`, { cookie, headers: { accept: "*/*" } });
  return [status, performance.now() - sentAt];
}
