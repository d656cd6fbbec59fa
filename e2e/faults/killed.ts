import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Person } from "../store.ts";
import { type Desk, inFolder, startDesk } from "./desk.ts";
import { type Fault, must } from "./fault.ts";
import { makePeople, type People, peopleAt, withStore } from "./people.ts";

/** A session as its client knows it. "maybe": asked for, and no answer came. */
interface Known {
  cookie: string;
  id: string | null;
  ending: "none" | "maybe" | "acknowledged";
}

const settings = { MAX_SESSIONS: "10000" };

/** FT-01: the clients' own records decide, not the server's. */
export const killed: Fault = {
  id: "FT-01",
  done: "kill -9 while eight clients sign in and out, then start again",
  promise: "nothing acknowledged is lost, nothing ended comes back, each change has its event",
  quick: true,
  run: ({ kills }) => inFolder((directory) => killAgainAndAgain(directory, kills)),
};

async function killAgainAndAgain(directory: string, rounds: number): Promise<string> {
  const known: Known[] = [];
  let desk = await startDesk({ directory, settings });
  const people = await makePeople(desk, 8);
  for (let round = 0; round < rounds; round += 1) {
    const fresh = await workUntilKilled(desk, people);
    desk = await startDesk({ directory, settings });
    await check(desk, people, fresh);
    known.push(...fresh);
  }
  await check(desk, people, known);
  await checkTrail(desk, known);
  await desk.end("SIGTERM");
  const ended = known.filter(({ ending }) => ending === "acknowledged").length;
  const open = known.filter(({ ending }) => ending === "maybe").length;
  return `${rounds} kills; ${known.length} sign-ins and ${ended} endings acknowledged, ${open} endings unanswered; none lost, none revived, integrity_check ok`;
}

async function workUntilKilled(desk: Desk, people: Person[]): Promise<Known[]> {
  const [first] = people;
  if (first === undefined) return [];
  const at = await peopleAt(desk, first);
  const known: Known[] = [];
  const work = people.map((person) => signInAndOut(at, person, known));
  await sleep(randomInt(200, 1_000));
  await desk.end("SIGKILL");
  await Promise.all(work);
  return known;
}

/** Until no answer comes. Every other session is left alive. */
async function signInAndOut(at: People, person: Person, known: Known[]): Promise<void> {
  try {
    for (let turn = 0; ; turn += 1) {
      const one: Known = { cookie: await at.cookieOf(person), id: null, ending: "none" };
      known.push(one);
      one.id = await at.sessionId(one.cookie);
      if (turn % 2 === 0) continue;
      one.ending = "maybe";
      const { status } = await at.signOut(one.cookie);
      must(status === 303, `signing out was answered with ${status}`);
      one.ending = "acknowledged";
    }
  } catch (error) {
    if ((error as { code?: string }).code === undefined) throw error;
  }
}

async function check(desk: Desk, [first]: Person[], known: Known[]): Promise<void> {
  if (first === undefined) return;
  const at = await peopleAt(desk, first);
  for (const session of known) {
    const status = await at.look(session.cookie);
    must(status === 200 || status === 401, `a session check was answered with ${status}`);
    if (session.ending === "none") must(status === 200, "an acknowledged sign-in was lost");
    if (session.ending === "acknowledged") must(status === 401, "an ended session came back");
    // Either is right for what was never answered, but from now on it stays that way.
    if (session.ending === "maybe") session.ending = status === 200 ? "none" : "acknowledged";
  }
}

function checkTrail(desk: Desk, known: Known[]): Promise<void> {
  return withStore(desk, async ({ client }) => {
    must(client.pragma("integrity_check", { simple: true }) === "ok", "integrity_check failed");
    const named = client
      .prepare("select count(*) from events where session_id = ? and name = ?")
      .pluck();
    for (const { id, ending } of known) {
      if (id === null) continue;
      must(named.get(id, "authn_login_success") === 1, "a sign-in has not one event");
      const ends = named.get(id, "authn_token_delete");
      must(ends === (ending === "acknowledged" ? 1 : 0), `a session has ${ends} events of its end`);
    }
  });
}
