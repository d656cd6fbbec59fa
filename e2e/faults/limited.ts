import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { connect, type Socket } from "node:net";
import type { Person } from "../store.ts";
import { type Desk, onSmallDisk, programNamed, startDesk } from "./desk.ts";
import { Broken, type Fault, must } from "./fault.ts";
import { makePeople, type People, peopleAt } from "./people.ts";

/** FT-05 */
export const limited: Fault = {
  id: "FT-05",
  done: "files may not grow (prlimit --fsize), no descriptors left (prlimit --nofile), a read-only file system",
  promise:
    "sessions are read, changes get 503, recovery without a restart; a start on read-only is refused in one sentence",
  quick: false,
  run: () => onSmallDisk(32, limitEach),
};

async function limitEach(directory: string): Promise<string> {
  programNamed("prlimit");
  const desk = await startDesk({ directory });
  const [person] = await makePeople(desk, 1);
  if (person === undefined) throw new Error("There is nobody.");
  const people = await peopleAt(desk, person);
  const grown = await withoutGrowth(desk, people, person);
  const refused = await withoutDescriptors(desk, people, person);
  await desk.end("SIGTERM");
  const sentence = await onReadOnly(directory);
  return `file size: sign-in ${grown}, checks 200, then 303; descriptors: ${refused} connections closed, then 303; read-only: "${sentence}"`;
}

async function withoutGrowth(desk: Desk, people: People, person: Person): Promise<number> {
  const cookie = await people.cookieOf(person);
  limit(desk, "fsize", `${statSync(`${desk.databaseFile}-wal`).size}:`);
  let status = 303;
  for (let tried = 0; tried < 400 && status === 303; tried += 1)
    ({ status } = await people.signIn(person));
  must(status === 503, `with files that cannot grow a sign-in was answered with ${status}`);
  must((await people.look(cookie)) === 200, "a session was not read");
  limit(desk, "fsize", "unlimited:");
  await people.cookieOf(person);
  return status;
}

/** Sessions are checked over a connection that is open already, as a proxy's are. */
async function withoutDescriptors(desk: Desk, people: People, person: Person): Promise<number> {
  const cookie = await people.cookieOf(person);
  const open = readdirSync(`/proc/${desk.pid}/fd`).length;
  limit(desk, "nofile", `${open + 4}:`);
  const crowd = Array.from({ length: 60 }, () => connect(desk.port, "localhost"));
  await Promise.all(crowd.map(settled));
  const closed = crowd.filter((socket) => socket.destroyed).length;
  must(desk.isAlive(), "the server ended");
  for (const socket of crowd) socket.destroy();
  limit(desk, "nofile", "1024:");
  must((await people.look(cookie)) === 200, "a session was lost");
  await people.cookieOf(person);
  return closed;
}

async function settled(socket: Socket): Promise<void> {
  socket.on("error", () => {});
  socket.setTimeout(1_000, () => socket.emit("settled"));
  await Promise.race([once(socket, "close"), once(socket, "settled")]);
}

async function onReadOnly(directory: string): Promise<string> {
  execFileSync("mount", ["-o", "remount,ro", directory]);
  try {
    await startDesk({ directory });
  } catch (error) {
    const lines = (error as Error).message.split("\n").filter((line) => !line.startsWith("✓"));
    must(lines.length === 1, `the refusal is not one line: ${lines[0]}`);
    return (lines[0] ?? "").replace(directory, "…");
  }
  throw new Broken("a server started on a read-only file system");
}

function limit(desk: Desk, what: string, value: string): void {
  execFileSync("prlimit", ["--pid", String(desk.pid), `--${what}=${value}`]);
}
