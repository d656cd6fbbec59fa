import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import { backUp } from "#db/backup.ts";
import type { Person } from "../store.ts";
import { type Desk, inFolder, startDesk } from "./desk.ts";
import { type Fault, must } from "./fault.ts";
import { makePeople, type People, peopleAt, withStore } from "./people.ts";

const heldFor = 3_000;
const mostWal = 32;

/** FT-06 */
export const crowded: Fault = {
  id: "FT-06",
  done: `four servers on one file, with a backup, a reader of 5 s and a writer that holds the lock for ${heldFor / 1_000} s`,
  promise: "no 5xx, the wait ends with the lock, the -wal file is bounded",
  quick: false,
  run: () => inFolder(crowd),
};

async function crowd(directory: string): Promise<string> {
  const desks = [await startDesk({ directory })];
  while (desks.length < 4) desks.push(await startDesk({ directory }));
  const [first] = desks;
  if (first === undefined) throw new Error("There is no server.");
  const people = await makePeople(first, 4);
  const stop = new AbortController();
  const waits: number[] = [];
  const places: [Person, People][] = [];
  for (const [index, person] of people.entries())
    places.push([person, await peopleAt(desks[index] ?? first, person)]);
  const work = Promise.all(
    places.map(([person, at]) => keepWorking(at, person, stop.signal, waits)),
  );
  work.catch(() => {});

  await sleep(1_000);
  await backUp(first.databaseFile, join(directory, "copy.db"));
  await holdBack(first);
  await sleep(2_000);
  stop.abort();
  await work;
  const wal = statSync(`${first.databaseFile}-wal`).size / 1024 / 1024;
  await withStore(first, async ({ client }) => {
    must(client.pragma("integrity_check", { simple: true }) === "ok", "integrity_check failed");
  });
  await Promise.all(desks.map((desk: Desk) => desk.end("SIGTERM")));
  must(wal < mostWal, `the -wal file has ${wal.toFixed(1)} MB`);
  return `${waits.length} requests, no 5xx; the longest waited ${Math.round(Math.max(...waits))} ms; -wal ${wal.toFixed(1)} MB; backup made, integrity_check ok`;
}

/** A reader keeps its view for 5 s, and for 3 s of them nobody can write. */
async function holdBack({ databaseFile }: Desk): Promise<void> {
  const reader = new BetterSqlite3(databaseFile, { readonly: true });
  const writer = new BetterSqlite3(databaseFile, { timeout: 5_000 });
  reader.exec("begin; select count(*) from events;");
  await sleep(1_000);
  writer.exec("begin immediate");
  await sleep(heldFor);
  writer.exec("rollback");
  await sleep(1_000);
  reader.exec("commit");
  writer.close();
  reader.close();
}

async function keepWorking(
  at: People,
  person: Person,
  stop: AbortSignal,
  waits: number[],
): Promise<void> {
  const timed = async <T>(work: Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const answer = await work;
    waits.push(performance.now() - startedAt);
    return answer;
  };
  while (!stop.aborted) {
    const cookie = await timed(at.cookieOf(person));
    must((await timed(at.look(cookie))) === 200, "a session was not known");
    const { status } = await timed(at.signOut(cookie));
    must(status === 303, `signing out was answered with ${status}`);
  }
}
