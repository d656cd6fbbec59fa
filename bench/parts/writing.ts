import { closeSync, copyFileSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setImmediate as othersTurn } from "node:timers/promises";
import { openDatabase } from "../../db/open.ts";
import { commandLine } from "../../lib/audit/event.ts";
import { sqliteSessionStore } from "../../lib/session/stores/sqlite.ts";
import { inWords } from "../in-words.ts";
import { deskIn } from "../latchkey.ts";
import { figureOf, quantile, ratio } from "../measure.ts";
import type { Fact, Part, PartResult } from "../part.ts";
import { seed } from "../seed.ts";

/** What changes cost with `synchronous = FULL`, beside the disk's own syncs. */
export const writing: Part = {
  name: "writing",
  async run(setting): Promise<PartResult> {
    const { quick, log } = setting;
    const small = aCopy(setting.directory, 10_000, log);
    log("syncs, endings, sign-ins, touches");
    const result = await oneByOne(small, quick ? 6 : 20);
    if (quick) return result;
    const facts = [
      ...(result.facts ?? []),
      ...(await endingAHundred(aCopy(setting.directory, 10_000, log))),
    ];
    const large = Math.min(1_000_000, Math.max(...setting.sizes));
    log(`ending ${inWords(large)} sessions`);
    facts.push(...(await endingAll(aCopy(setting.directory, large, log), large)));
    log(`sweeping ${inWords(large)} sessions that have timed out`);
    facts.push(...(await sweeping(aCopy(setting.directory, large, log), large)));
    return { ...result, facts };
  },
};

/** A database that may be spoiled. */
function aCopy(directory: string, live: number, log: (line: string) => void): string {
  const source = join(directory, `latchkey-${live}.db`);
  seed(source, live, log);
  const copy = join(directory, "spoiled.db");
  for (const end of ["", "-wal", "-shm"]) rmSync(copy + end, { force: true });
  copyFileSync(source, copy);
  return copy;
}

async function oneByOne(file: string, rounds: number): Promise<PartResult> {
  const { services, tokens } = await deskIn(file, 10_000);
  const store = sqliteSessionStore(openDatabase(file));
  const account = { role: "member", passwordChangedAt: await changedAt(file) } as const;
  const client = {
    address: "192.0.2.1",
    userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
  };
  const found = await Promise.all(
    tokens.slice(0, 5_000).map((token) => services.sessions.find(token)),
  );
  const ids = found.flatMap((session) => (session === null ? [] : [session.id]));
  const touched = ids.splice(0, 1_000);
  const sync = syncer(`${file}-sync`);
  let number = 1;
  const subjects: Record<string, () => Promise<number>> = {
    syncs: async () => sync(100),
    endings: async () => {
      for (let done = 0; done < 100; done++)
        await services.sessions.force(ids.pop() ?? "", commandLine);
      return 100;
    },
    signIns: async () => {
      for (let done = 0; done < 100; done++)
        await services.sessions.start(
          { ...account, id: accountId(number++) },
          { client, remember: false },
        );
      return 100;
    },
    touches: () => store.touch(new Map(touched.map((id) => [id, new Date()]))),
  };
  const times = new Map(Object.keys(subjects).map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++)
    for (const [name, work] of Object.entries(subjects)) {
      const startedAt = performance.now();
      const done = await work();
      times.get(name)?.push((performance.now() - startedAt) / done);
    }
  const of = (name: string) => figureOf(name, times.get(name) ?? []);
  const fact = (what: string, name: string): Fact => ({
    what,
    value: 1_000 / of(name).median,
    unit: "a second",
  });
  const against = (bar: "writing/endings" | "writing/touches", name: string) => {
    const { median, p10, p90 } = ratio(of("syncs"), of(name));
    return { bar, ratio: median, spread: [p10, p90] as [number, number] };
  };
  return {
    measured: [against("writing/endings", "endings"), against("writing/touches", "touches")],
    facts: [
      fact("the disk's own syncs (4 KB and fdatasync)", "syncs"),
      fact("endings, each in a transaction of its own", "endings"),
      fact("sessions started (without the password), each in a transaction of its own", "signIns"),
      fact("touches, a thousand in one transaction", "touches"),
    ],
  };
}

const accountId = (number: number): string => `account${String(number).padStart(15, "0")}`;

async function changedAt(file: string): Promise<Date> {
  const at = openDatabase(file)
    .$client.prepare("select password_changed_at from accounts limit 1")
    .pluck()
    .get();
  return new Date(Number(at));
}

function syncer(file: string): (count: number) => number {
  const descriptor = openSync(file, "w");
  process.once("exit", () => closeSync(descriptor));
  const page = Buffer.alloc(4_096, 1);
  return (count) => {
    for (let done = 0; done < count; done++) {
      writeSync(descriptor, page);
      fdatasyncSync(descriptor);
    }
    return count;
  };
}

/** Signing out everywhere with a hundred sessions, one account after the other. */
async function endingAHundred(file: string): Promise<Fact[]> {
  openDatabase(file).$client.exec(
    "update sessions set account_id = printf('account%015d', (rowid - 1) / 100)",
  );
  const { services } = await deskIn(file, 10_000);
  const times: number[] = [];
  for (let number = 0; number < 90; number++) {
    const startedAt = performance.now();
    await services.sessions.forceEverywhere(accountId(number), commandLine);
    times.push(performance.now() - startedAt);
  }
  const median = quantile(times, 0.5);
  return [
    {
      what: "ending 100 sessions of one account, median",
      value: median,
      unit: "ms",
      target: "under 5 ms",
      held: median < 5,
    },
    { what: "ending 100 sessions of one account, p90", value: quantile(times, 0.9), unit: "ms" },
  ];
}

async function endingAll(file: string, live: number): Promise<Fact[]> {
  const { services } = await deskIn(file, live);
  const batches = services.sessions.forceAll(commandLine);
  return inBatches("ending everything", async () => (await batches.next()).done !== true);
}

async function sweeping(file: string, live: number): Promise<Fact[]> {
  const inTwoYears = new Date(Date.now() + 2 * 365 * 86_400_000);
  const { services } = await deskIn(file, live, () => inTwoYears);
  return inBatches("the sweep of timed-out sessions", async () => (await services.sweep()) > 0);
}

/** Works batch by batch as the server does, others having their turn in between, until there is nothing more. */
async function inBatches(what: string, batch: () => Promise<boolean>): Promise<Fact[]> {
  const delays = monitorEventLoopDelay({ resolution: 5 });
  const times: number[] = [];
  const startedAt = performance.now();
  delays.enable();
  for (let more = true; more; ) {
    const batchAt = performance.now();
    more = await batch();
    times.push(performance.now() - batchAt);
    await othersTurn();
  }
  delays.disable();
  const whole = (performance.now() - startedAt) / 1_000;
  const p99 = quantile(times, 0.99);
  const longest = Math.max(...times);
  const target = "no stall above 50 ms";
  return [
    { what: `${what}, in all`, value: whole, unit: "s" },
    { what: `${what}, one batch, median`, value: quantile(times, 0.5), unit: "ms" },
    { what: `${what}, one batch, p99`, value: p99, unit: "ms" },
    { what: `${what}, the longest batch`, value: longest, unit: "ms", target, held: longest <= 50 },
    { what: `${what}, longest event-loop delay`, value: delays.max / 1e6, unit: "ms" },
  ];
}
