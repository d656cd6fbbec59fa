import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { sealsOf } from "../../lib/seals.ts";
import type { Measured } from "../bars.ts";
import { closedLoop, openLoop, type Target } from "../load.ts";
import { type Figure, figureOf, ratio } from "../measure.ts";
import type { Fact, Part, PartResult, Setting } from "../part.ts";
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

/** What is compared: answers a second of `ours` against those of `other`. */
interface Pair {
  bar: Measured["bar"];
  ours: Target;
  other: Target;
}

/** Whole requests over HTTP, closed loop and open loop, against Better Auth and against sessions that cost nothing. */
export const http: Part = {
  name: "http",
  async run(setting): Promise<PartResult> {
    const servers: Server[] = [];
    try {
      const pairs = await start(setting, servers);
      return await compare(pairs, setting);
    } finally {
      for (const server of servers) await server.stop();
    }
  },
};

/** Starts what is needed, each server noted in `servers`; the quick run leaves out the pages. */
async function start({ directory, quick, log }: Setting, servers: Server[]): Promise<Pair[]> {
  const file = join(directory, `latchkey-${live}.db`);
  const peerFile = join(directory, `better-auth-${live}.db`);
  seed(file, live, log);
  await seedBetterAuth(peerFile, live);
  const started = async (starting: Promise<Server>): Promise<string> => {
    const server = await starting;
    servers.push(server);
    return server.url;
  };
  const seal = await sealsOf([serverSecret]).seal({ token: tokenOf(11) });
  const cookie = `__Host-latchkey=${seal}`;
  const ours = await started(startLatchkey(file));
  log("building Better Auth's application");
  const peer = await started(startBetterAuth(peerFile));
  const [peerCookie = ""] = cookiesOf(live);
  const session: Pair = {
    bar: "http/session",
    ours: { name: "GET /api/session", url: `${ours}/api/session`, cookie },
    other: {
      name: "Better Auth GET /api/auth/get-session",
      url: `${peer}/api/auth/get-session`,
      cookie: peerCookie,
    },
  };
  if (quick) return [session];
  log("building Latchkey with sessions for free");
  const folder = await buildFreeSession();
  const page = async (
    bar: Measured["bar"],
    path: string,
    more: { cookie?: string },
  ): Promise<Pair> => ({
    bar,
    ours: { name: path, url: ours + path, ...more },
    // A server of its own: the session that it keeps is its first visitor's.
    other: {
      name: `${path}, session for free`,
      url: (await started(startLatchkey(file, { folder }))) + path,
      ...more,
    },
  });
  return [
    session,
    await page("http/devices", "/devices", { cookie }),
    await page("http/login", "/login", {}),
  ];
}

async function compare(pairs: Pair[], { quick, log }: Setting): Promise<PartResult> {
  const targets = pairs.flatMap(({ ours, other }) => [ours, other]);
  log("closed loop");
  const length = quick ? { rounds: 7, seconds: 1 } : { rounds: 12, seconds: 3 };
  const rates = await closedLoops(targets, length);
  const rateOf = ({ name }: Target): Figure => rates.get(name) as Figure;
  const facts = targets.map(
    (target): Fact => ({
      what: `${target.name}, closed loop`,
      value: rateOf(target).median,
      unit: "a second",
    }),
  );
  if (!quick) {
    log("open loop");
    for (const { ours, other } of pairs) {
      // The same rate for both, at which the slower one is half busy.
      const rate = Math.floor(Math.min(rateOf(ours).median, rateOf(other).median) / 2);
      for (const target of [ours, other]) facts.push(...(await openLoops(target, rate, 15)));
    }
    for (const { ours } of pairs.slice(1)) facts.push(...(await weighed(ours)));
  }
  const measured = pairs.map(({ bar, ours, other }): Measured => {
    const { median, p10, p90 } = ratio(rateOf(ours), rateOf(other));
    return { bar, ratio: median, spread: [p10, p90] };
  });
  return { measured, facts };
}

/** A server goes on getting quicker for thousands of requests; a comparison of beginners says little. */
const warmUp = 6;

/** Answers a second of each, its turns among the others' in an order that changes. */
async function closedLoops(
  targets: Target[],
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Map<string, Figure>> {
  for (const target of targets) await closedLoop(target, warmUp);
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
