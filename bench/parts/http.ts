import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { sealsOf } from "../../lib/seals.ts";
import type { Measured } from "../bars.ts";
import { closedLoop, openLoop, type Target } from "../load.ts";
import { type Figure, figureOf, ratio } from "../measure.ts";
import type { Fact, Part, PartResult } from "../part.ts";
import { cookiesOf, seedBetterAuth } from "../peers/better-auth.ts";
import { seed, tokenOf } from "../seed.ts";
import {
  buildFreeSession,
  type Server,
  serverSecret,
  startBetterAuth,
  startLatchkey,
} from "../servers.ts";

const live = 10_000;

/** Whole requests over HTTP, closed loop and open loop, against Better Auth and against sessions that cost nothing. */
export const http: Part = {
  name: "http",
  async run({ directory, quick, log }): Promise<PartResult> {
    const file = join(directory, `latchkey-${live}.db`);
    const peerFile = join(directory, `better-auth-${live}.db`);
    seed(file, live, log);
    await seedBetterAuth(peerFile, live);
    log("building Better Auth's application, and Latchkey with sessions for free");
    const free = await buildFreeSession();
    const servers = {
      ours: await startLatchkey(file),
      peer: await startBetterAuth(peerFile),
      devices: await startLatchkey(file, { folder: free }),
      login: await startLatchkey(file, { folder: free }),
    };
    try {
      return await compare(servers, quick, log);
    } finally {
      for (const server of Object.values(servers)) await server.stop();
    }
  },
};

type Servers = Record<"ours" | "peer" | "devices" | "login", Server>;

async function compare(
  servers: Servers,
  quick: boolean,
  log: (line: string) => void,
): Promise<PartResult> {
  const seal = await sealsOf([serverSecret]).seal({ token: tokenOf(11) });
  const cookie = `__Host-latchkey=${seal}`;
  const [peerCookie = ""] = cookiesOf(live);
  const session: Target = {
    name: "GET /api/session",
    url: `${servers.ours.url}/api/session`,
    cookie,
  };
  const peer: Target = {
    name: "Better Auth GET /api/auth/get-session",
    url: `${servers.peer.url}/api/auth/get-session`,
    cookie: peerCookie,
  };
  const devices: Target = { name: "/devices", url: `${servers.ours.url}/devices`, cookie };
  const freeDevices: Target = {
    name: "/devices, session for free",
    url: `${servers.devices.url}/devices`,
    cookie,
  };
  const login: Target = { name: "/login", url: `${servers.ours.url}/login` };
  const freeLogin: Target = { name: "/login, session for free", url: `${servers.login.url}/login` };
  const all = [session, peer, devices, freeDevices, login, freeLogin];

  log("closed loop");
  const rates = await closedLoops(
    all,
    quick ? { rounds: 4, seconds: 1 } : { rounds: 12, seconds: 3 },
  );
  const facts = all.map(
    ({ name }): Fact => ({
      what: `${name}, closed loop`,
      value: rates.get(name)?.median ?? 0,
      unit: "a second",
    }),
  );
  const rateOf = ({ name }: Target): Figure => rates.get(name) as Figure;
  if (!quick) {
    log("open loop");
    // The same rate for both, at which the slower one is two thirds busy.
    const rate = Math.floor((rateOf(peer).median * 2) / 3);
    for (const target of [session, peer]) facts.push(...(await openLoops(target, rate, 15)));
    facts.push(...(await openLoops(devices, Math.floor(rateOf(devices).median / 2), 15)));
    facts.push(...(await openLoops(login, Math.floor(rateOf(login).median / 2), 15)));
  }
  for (const target of [devices, login]) facts.push(...(await weighed(target)));
  return {
    measured: [
      measured("http/session", rateOf(session), rateOf(peer)),
      measured("http/devices", rateOf(devices), rateOf(freeDevices)),
      measured("http/login", rateOf(login), rateOf(freeLogin)),
    ],
    facts,
  };
}

function measured(bar: Measured["bar"], one: Figure, other: Figure): Measured {
  const { median, p10, p90 } = ratio(one, other);
  return { bar, ratio: median, spread: [p10, p90] };
}

/** Answers a second of each, its turns among the others' in an order that changes. */
async function closedLoops(
  targets: Target[],
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Map<string, Figure>> {
  for (const target of targets) await closedLoop(target, seconds);
  const rates = new Map<string, number[]>(targets.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const target of round % 2 === 0 ? targets : targets.toReversed())
      rates.get(target.name)?.push(await closedLoop(target, seconds));
  return new Map([...rates].map(([name, values]) => [name, figureOf(name, values)]));
}

async function openLoops(target: Target, rate: number, seconds: number): Promise<Fact[]> {
  await openLoop(target, rate, 2);
  const { p50, p99 } = await openLoop(target, rate, seconds);
  const what = `${target.name}, open loop at ${rate} a second`;
  return [
    { what: `${what}, p50`, value: p50, unit: "ms" },
    { what: `${what}, p99`, value: p99, unit: "ms" },
  ];
}

/** What a browser has to fetch for a page: the document as it is sent, and the scripts that it names. */
async function weighed({ name, url, cookie }: Target): Promise<Fact[]> {
  const response = await fetch(url, { headers: cookie ? { cookie } : {} });
  const html = await response.text();
  // What is marked noModule is for browsers of long ago; the others do not fetch it.
  const tags = html.match(/<script[^>]* src="[^"]+"[^>]*>/g) ?? [];
  const sources = tags
    .filter((tag) => !/nomodule/i.test(tag))
    .map((tag) => / src="([^"]+)"/.exec(tag)?.[1] ?? "");
  let scripts = 0;
  for (const source of new Set(sources)) {
    const script = await fetch(new URL(source.replaceAll("&amp;", "&"), url));
    scripts += gzipSync(Buffer.from(await script.arrayBuffer())).length;
  }
  return [
    { what: `${name}, the document, gzipped`, value: gzipSync(html).length / 1_024, unit: "KB" },
    { what: `${name}, scripts, gzipped`, value: scripts / 1_024, unit: "KB" },
  ];
}
