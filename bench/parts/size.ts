import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "../../db/open.ts";
import { sealsOf } from "../../lib/seals.ts";
import { newToken } from "../../lib/session/token.ts";
import { inWords } from "../in-words.ts";
import { deskIn } from "../latchkey.ts";
import { quantile } from "../measure.ts";
import type { Fact, Part, PartResult } from "../part.ts";
import { seed } from "../seed.ts";
import { memoryOf, startLatchkey } from "../servers.ts";
import { watchTurns } from "../turns.ts";

/** What size costs: on the disk, in memory, at the start, and in the console. */
export const size: Part = {
  name: "size",
  async run({ directory, sizes, log }): Promise<PartResult> {
    const facts: Fact[] = [];
    for (const live of sizes) {
      const file = join(directory, `latchkey-${live}.db`);
      seed(file, live, log);
      log(`${inWords(live)} sessions`);
      facts.push(...onDisk(file, live), ...(await starting(file, live)));
    }
    const largest = Math.max(...sizes);
    facts.push(
      ...(await inMemory()),
      ...(await inTheConsole(join(directory, `latchkey-${largest}.db`), largest)),
    );
    return { measured: [], facts };
  },
};

function onDisk(file: string, live: number): Fact[] {
  const { $client: client } = openDatabase(file);
  const rows = client
    .prepare(
      "select name, sum(pgsize) as bytes from dbstat where name in (select name from sqlite_schema where tbl_name = 'sessions') group by name",
    )
    .all() as { name: string; bytes: number }[];
  client.close();
  const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
  const whole = statSync(file).size;
  return [
    {
      what: `the file with ${inWords(live)} sessions and a tenth as many accounts`,
      value: whole / 2 ** 20,
      unit: "MB",
    },
    {
      what: `one session on the disk with its indexes, ${inWords(live)}`,
      value: bytes / live,
      unit: "bytes",
    },
  ];
}

async function starting(file: string, live: number): Promise<Fact[]> {
  const times: number[] = [];
  let memory = 0;
  for (let round = 0; round < 3; round++) {
    const startedAt = performance.now();
    const server = await startLatchkey(file);
    times.push(performance.now() - startedAt);
    memory = memoryOf(server.pid) ?? 0;
    await server.stop();
  }
  return [
    {
      what: `from the start to the first answer, ${inWords(live)}`,
      value: quantile(times, 0.5) / 1_000,
      unit: "s",
    },
    { what: `the server's memory after the start, ${inWords(live)}`, value: memory, unit: "MB" },
  ];
}

/** What a remembered cookie holds on to: nothing else of a session is kept in memory. */
async function inMemory(): Promise<Fact[]> {
  // The first round brings code and tables with it, and leaves what is let go of only much later.
  await bytesPerCookie();
  return [
    { what: "one remembered cookie in memory", value: await bytesPerCookie(), unit: "bytes" },
  ];
}

async function bytesPerCookie(count = 20_000): Promise<number> {
  const seals = sealsOf(["for the benchmark and for nothing else"], count);
  const texts: Buffer[] = [];
  for (let made = 0; made < count; made++)
    texts.push(Buffer.from(await seals.seal({ token: newToken() })));
  const before = await usedHeap();
  // A request brings its own copy of the text, so what is remembered is held by nobody else.
  for (const text of texts) await seals.open(text.toString("latin1"));
  const held = (await usedHeap()) - before;
  // Still there, or there would be nothing to measure.
  await seals.open(texts[0]?.toString("latin1") ?? "");
  return held / count;
}

/** In bytes, after everything that nobody holds is gone; `npm run bench` lets us ask for that. */
async function usedHeap(): Promise<number> {
  // Some of it is let go of only when the event loop has turned.
  for (let round = 0; round < 10; round++) {
    globalThis.gc?.();
    await sleep(20);
  }
  return process.memoryUsage().heapUsed;
}

async function inTheConsole(file: string, live: number): Promise<Fact[]> {
  const { services } = await deskIn(file, live);
  const accounts = live / 10;
  const { search } = services.accounts;
  const { older } = await search({});
  const { sessions, audit } = services;
  const rare = () => search({ text: "qx" });
  const asked: [string, () => Promise<unknown>][] = [
    ["the first page of accounts", () => search({})],
    ["the next page of accounts", () => search({}, { older })],
    ["a page in the middle", () => search({}, { older: accounts / 2 })],
    ["a search that finds one", () => search({ text: `person${accounts - 7}@` })],
    ["a search that finds none", () => search({ text: "nobody-of-this-name" })],
    ["a search for a name that a hundredth has", () => search({ text: "grace turing" })],
    ["a word that everybody has", () => search({ text: "example" })],
    ["administrators", () => search({ shown: "admins" })],
    [
      "a word that everybody has, administrators only",
      () => search({ text: "example", shown: "admins" }),
    ],
    ["two letters that many have", () => search({ text: "gr" })],
    ["two letters that nobody has", rare],
    [
      "a far page of a word that everybody has",
      () => search({ text: "example" }, { older: 1_000 }),
    ],
    [
      "the figures of the overview",
      () => Promise.all([services.accounts.counts(), sessions.countLive(), audit.list({})]),
    ],
    ["one account's sessions", () => sessions.list("account000000000000007")],
  ];
  const facts: Fact[] = [];
  for (const [what, ask] of asked) {
    const times: number[] = [];
    for (let round = 0; round < 20; round++) {
      const startedAt = performance.now();
      await ask();
      times.push(performance.now() - startedAt);
    }
    const worst = quantile(times, 0.9);
    facts.push({
      what: `console, ${inWords(accounts)} accounts: ${what}, p90`,
      value: worst,
      unit: "ms",
      target: "under 50 ms",
      held: worst < 50,
    });
  }
  const turns = watchTurns();
  await rare();
  const longest = Math.max(...turns.stop());
  facts.push({
    what: `console, ${inWords(accounts)} accounts: two letters that nobody has, others held up at once`,
    value: longest,
    unit: "ms",
    target: "under 50 ms",
    held: longest < 50,
  });
  return facts;
}
