import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inFolder, programNamed, startDesk } from "./desk.ts";
import { type Fault, must, NotHere } from "./fault.ts";
import { makePeople, peopleAt } from "./people.ts";

const endings = 100;

/** FT-03: a kill cannot prove durability, since the system keeps what was written; whether it was synced can be counted. */
export const synced: Fault = {
  id: "FT-03",
  done: `${endings} sessions ended while the system calls of the server are counted`,
  promise: "the disk is told to keep each ending before it is acknowledged (fdatasync or fsync)",
  quick: false,
  run: () => inFolder(countSyncs),
};

async function countSyncs(directory: string): Promise<string> {
  const strace = programNamed("strace");
  const desk = await startDesk({ directory });
  const [person] = await makePeople(desk, 1);
  if (person === undefined) throw new Error("There is nobody.");
  const people = await peopleAt(desk, person);
  const cookies: string[] = [];
  for (let signedIn = 0; signedIn < endings; signedIn += 1)
    cookies.push(await people.cookieOf(person));

  const report = join(directory, "calls");
  const args = ["-f", "-c", "-e", "trace=fsync,fdatasync", "-o", report, "-p", String(desk.pid)];
  const tracer = spawn(strace, args, { stdio: ["ignore", "ignore", "pipe"] });
  const [said] = await once(tracer.stderr, "data");
  if (!String(said).includes("attached")) throw new NotHere(String(said).trim());
  for (const cookie of cookies) must((await people.signOut(cookie)).status === 303, "no sign-out");
  tracer.kill("SIGINT");
  await once(tracer, "exit");
  await desk.end("SIGTERM");

  // Columns: share of time, seconds, microseconds a call, calls, errors if any, name.
  const lines = readFileSync(report, "utf8").split("\n");
  const calls = lines.filter((line) => / f(?:data)?sync$/.test(line));
  const count = calls.reduce((sum, line) => sum + Number(line.trim().split(/\s+/)[3]), 0);
  must(count >= endings, `${endings} endings, ${count} calls`);
  return `${endings} endings acknowledged, ${count} calls of fsync and fdatasync meanwhile`;
}
