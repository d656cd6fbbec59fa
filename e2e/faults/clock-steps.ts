import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { postForm, readForm } from "../forms.ts";
import { type Desk, inFolder, startDesk } from "./desk.ts";
import { type Fault, must, NotHere } from "./fault.ts";
import { makePeople, peopleAt, withStore } from "./people.ts";

const libraries = ["x86_64", "aarch64"].map(
  (machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`,
);

/** FT-15 */
export const clockSteps: Fault = {
  id: "FT-15",
  done: "the clock of the running server stepped: +10 min, -10 min, -1 h, +2 d, and back",
  promise:
    "small steps sign nobody out; what ran out and was swept (within 30 s) stays ended when the clock goes back",
  quick: false,
  run: () => inFolder(stepClock),
};

async function stepClock(directory: string): Promise<string> {
  const library = libraries.find((file) => existsSync(file));
  if (library === undefined)
    throw new NotHere("libfaketime is not installed (apt-get install faketime)");
  const clock = join(directory, "clock");
  const step = async (offset: string) => {
    writeFileSync(clock, offset);
    await sleep(300);
  };
  await step("+0");
  const desk = await startDesk({ directory, settings: fakedBy(library, clock) });
  const [person] = await makePeople(desk, 1);
  if (person === undefined) throw new Error("There is nobody.");
  const people = await peopleAt(desk, person);
  const plain = await people.cookieOf(person);
  const form = await readForm(`${desk.url}/login`, "Sign in");
  const { email, password } = person;
  const kept = (await postForm(form, { email, password, remember: "on" })).newCookie ?? "";

  for (const offset of ["+600", "+0", "-600", "-3600", "+0"]) {
    await step(offset);
    must((await people.look(plain)) === 200, `at ${offset} s a session ended`);
    must((await people.look(kept)) === 200, `at ${offset} s a remembered session ended`);
  }
  await step("+172800");
  must(
    (await people.look(plain)) === 401,
    "two days later a session is alive: is the clock faked?",
  );
  must((await people.look(kept)) === 200, "two days later a remembered session has ended");
  const swept = await untilSwept(desk, person.id);
  await step("+0");
  must((await people.look(plain)) === 401, "what had expired revived when the clock went back");
  must((await people.look(kept)) === 200, "a remembered session ended when the clock went back");
  await people.cookieOf(person);
  await desk.end("SIGTERM");
  return `nobody signed out by steps of up to an hour; expired after 2 d, swept ${swept} s later, still ended after the step back; signing in works`;
}

const fakedBy = (library: string, clock: string) => ({
  LD_PRELOAD: library,
  FAKETIME_TIMESTAMP_FILE: clock,
  FAKETIME_NO_CACHE: "1",
  // Timers go by this one; only the calendar is to jump.
  FAKETIME_DONT_FAKE_MONOTONIC: "1",
  DONT_FAKE_MONOTONIC: "1",
});

/** The seconds until the server itself has moved what timed out to the history. */
function untilSwept(desk: Desk, accountId: string): Promise<number> {
  return withStore(desk, async ({ history }) => {
    for (let waited = 0; waited < 90; waited += 1) {
      if (history(accountId).some(({ reason }) => reason === "idle")) return waited;
      await sleep(1_000);
    }
    must(false, "what had expired was not swept within 90 s");
    return 0;
  });
}
