import { closeSync, copyFileSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as othersTurn } from "node:timers/promises";
import { openDatabase } from "../../db/open.ts";
import { commandLine } from "../../lib/audit/event.ts";
import { sqliteSessionStore } from "../../lib/session/stores/sqlite.ts";
import { inWords } from "../in-words.ts";
import { deskIn } from "../latchkey.ts";
import { figureOf, quantile, ratio } from "../measure.ts";
import type { Fact, Part, PartResult } from "../part.ts";
import { seed } from "../seed.ts";
import { watchTurns } from "../turns.ts";

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

/** Signing out everywhere with a hundred sessions, and the same rows written by bare statements, in turn. */
async function endingAHundred(file: string): Promise<Fact[]> {
  openDatabase(file).$client.exec(
    "update sessions set account_id = printf('account%015d', (rowid - 1) / 100)",
  );
  const { services } = await deskIn(file, 10_000);
  const endBare = bareEnding(file);
  const ours: number[] = [];
  const bare: number[] = [];
  for (let number = 0; number < 100; number++) {
    const startedAt = performance.now();
    if (number % 2 === 0) await services.sessions.forceEverywhere(accountId(number), commandLine);
    else endBare(accountId(number));
    (number % 2 === 0 ? ours : bare).push(performance.now() - startedAt);
  }
  const median = quantile(ours, 0.5);
  const what = "ending 100 sessions of one account";
  return [
    { what: `${what}, median`, value: median, unit: "ms", target: "under 5 ms", held: median < 5 },
    { what: `${what}, p90`, value: quantile(ours, 0.9), unit: "ms" },
    {
      what: "the same rows moved and lines written by bare statements, without a chain, median",
      value: quantile(bare, 0.5),
      unit: "ms",
    },
  ];
}

/** The least that SQLite has to do: two statements for all rows, and a line for each. */
function bareEnding(file: string): (account: string) => void {
  const { $client: client } = openDatabase(file);
  const columns =
    "id, token_hash, account_id, kind, remembered, created_at, last_seen_at, authenticated_at, expires_at, address, user_agent";
  const copy = client.prepare(
    `insert into ended_sessions (${columns}, reason, actor_kind, ended_at)
     select ${columns}, 'forced', 'command_line', 1 from sessions where account_id = ?`,
  );
  const remove = client.prepare("delete from sessions where account_id = ?");
  const line = client.prepare(
    `insert into events (at, name, actor_kind, account_id, session_id, detail, chain)
     values (1, 'authn_token_revoked', 'command_line', ?, ?, '{"reason":"forced"}', zeroblob(32))`,
  );
  return client.transaction((account: string) => {
    copy.run(account);
    const { changes } = remove.run(account);
    for (let written = 0; written < changes; written++) line.run(account, `${account}${written}`);
  }).immediate;
}

async function endingAll(file: string, live: number): Promise<Fact[]> {
  const { services } = await deskIn(file, live);
  const batches = services.sessions.forceAll(commandLine);
  const more = async () => (await batches.next()).done !== true;
  // In a process of its own, as the command line has it: what it holds up itself is nobody else's time.
  const { facts } = await inBatches("ending everything", file, more);
  return facts;
}

async function sweeping(file: string, live: number): Promise<Fact[]> {
  const inTwoYears = new Date(Date.now() + 2 * 365 * 86_400_000);
  const { services } = await deskIn(file, live, () => inTwoYears);
  const more = async () => (await services.sweep()) > 0;
  const what = "the sweep of timed-out sessions";
  const { facts, longest } = await inBatches(what, file, more);
  const target = "no stall above 50 ms";
  const held = longest <= 50;
  return [
    ...facts,
    {
      what: `${what}, the event loop held up at once, longest`,
      value: longest,
      unit: "ms",
      target,
      held,
    },
  ];
}

/**
 * Works batch by batch as the server does until there is nothing more. Now and then one page is synced to a file of
 * its own instead: so long does the disk make anybody wait at that time.
 */
async function inBatches(
  what: string,
  file: string,
  batch: () => Promise<boolean>,
): Promise<{ facts: Fact[]; longest: number }> {
  const sync = syncer(`${file}-sync`);
  const syncs: number[] = [];
  const turns = watchTurns();
  let batches = 0;
  let time = 0;
  for (let more = true; more; batches++) {
    const startedAt = performance.now();
    more = await batch();
    await othersTurn();
    const endedAt = performance.now();
    time += endedAt - startedAt;
    if (batches % 10 > 0) continue;
    sync(1);
    syncs.push(performance.now() - endedAt);
    turns.skip();
  }
  const stalls = turns.stop();
  const fact = (name: string, value: number, unit = "ms"): Fact => ({
    what: `${what}, ${name}`,
    value,
    unit,
  });
  const facts = [
    fact("in all", time / 1_000, "s"),
    fact("one batch, mean", time / batches),
    fact("one page synced in between, p99", quantile(syncs, 0.99)),
    fact("one page synced in between, longest", Math.max(...syncs)),
    fact("the event loop held up at once, p99", quantile(stalls, 0.99)),
    fact("the event loop held up at once, p99.9", quantile(stalls, 0.999)),
  ];
  return { facts, longest: Math.max(...stalls) };
}
