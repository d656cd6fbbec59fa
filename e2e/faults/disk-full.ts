import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { onSmallDisk, startDesk } from "./desk.ts";
import { type Fault, must } from "./fault.ts";
import { makePeople, peopleAt } from "./people.ts";

/** FT-04 */
export const diskFull: Fault = {
  id: "FT-04",
  done: "the disk filled to the last byte while the server runs, then freed",
  promise: "sessions are read, changes get a clear 503, all is well again without a restart",
  quick: false,
  run: () => onSmallDisk(8, fill),
};

async function fill(directory: string): Promise<string> {
  const desk = await startDesk({ directory });
  const [person] = await makePeople(desk, 1);
  if (person === undefined) throw new Error("There is nobody.");
  const people = await peopleAt(desk, person);
  const cookie = await people.cookieOf(person);
  const leaving = await people.cookieOf(person);

  const ballast = join(directory, "ballast");
  fillUp(ballast);
  // Some still find room in the -wal file as it is.
  const before: string[] = [];
  let refused = 0;
  for (let tried = 0; tried < 400 && refused === 0; tried += 1) {
    const { status, newCookie, headers } = await people.signIn(person);
    if (newCookie !== null) before.push(newCookie);
    else {
      refused = status;
      must(Number(headers["retry-after"]) > 0, "no Retry-After");
    }
  }
  must(refused === 503, `signing in was answered with ${refused}`);
  must((await people.look(cookie)) === 200, "a session was not read");
  const signedOut = (await people.signOut(leaving)).status;
  const left = await people.look(leaving);
  must(signedOut === 303 ? left === 401 : signedOut === 503 && left === 200, "a half sign-out");

  rmSync(ballast);
  for (const known of [...before, cookie])
    must((await people.look(known)) === 200, "an acknowledged session was lost");
  const again = (await people.signIn(person)).status;
  must(again === 303, `afterwards signing in was answered with ${again}`);
  must((await people.signOut(leaving)).status === 303, "afterwards signing out failed");
  must((await people.look(leaving)) === 401, "an ended session came back");
  await desk.end("SIGTERM");
  return `${before.length} sign-ins still found room, then 503; sign-out ${signedOut}; session checks 200 throughout; sign-in and sign-out 303 after space was freed`;
}

function fillUp(file: string): void {
  const open = openSync(file, "w");
  try {
    for (let size = 65_536; size >= 1; ) {
      try {
        if (writeSync(open, Buffer.alloc(size)) < size) size = Math.floor(size / 2);
      } catch {
        size = Math.floor(size / 2);
      }
    }
  } finally {
    closeSync(open);
  }
}
