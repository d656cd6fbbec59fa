import { openDatabase } from "../db/open.ts";
import { readEnv } from "../lib/env.ts";
import { type Seals, sealsOf, sessionTokenIn } from "../lib/seals.ts";
import { createServices, type Services } from "../lib/services.ts";
import { hashToken } from "../lib/session/token.ts";
import { inWords } from "./in-words.ts";
import { inTurn, type Subject, workingSet } from "./measure.ts";
import { tokenOf } from "./seed.ts";

/** A year, so that a database that was filled once can be measured again. */
export const longLived = Object.fromEntries(
  ["", "REMEMBER_", "ADMIN_"].flatMap((prefix) => [
    [`${prefix}IDLE_TIMEOUT`, "365d"],
    [`${prefix}ABSOLUTE_TIMEOUT`, "365d"],
  ]),
);

/** Latchkey on a filled database, the cookies of as many sessions as take turns, spread over all of them. */
export interface Desk {
  services: Services;
  live: number;
  tokens: ReturnType<typeof tokenOf>[];
  cookies: string[];
}

export async function deskIn(file: string, live: number, now = () => new Date()): Promise<Desk> {
  const env = readEnv({ SESSION_SECRET: "for the benchmark and for nothing else", ...longLived });
  const services = createServices({ env, database: openDatabase(file), now });
  const step = Math.max(1, Math.floor(live / workingSet));
  const tokens = shuffled(
    Array.from({ length: Math.min(workingSet, live) }, (_, at) => tokenOf(at * step)),
  );
  const cookies: string[] = [];
  for (const token of tokens) cookies.push(await services.seals.seal({ token }));
  return { services, live, tokens, cookies };
}

/** The check itself: from the cookie's text to the live session with its account, as a page asks for it. */
export function checkSubject({ services, cookies, live }: Desk): Subject {
  return {
    name: `Latchkey, ${inWords(live)}`,
    check: checking(services.seals, services, cookies),
    inputs: cookies.length,
  };
}

function checking(seals: Seals, { sessions }: Services, cookies: string[]): () => unknown {
  return inTurn(cookies, async (cookie) => {
    const token = await sessionTokenIn(seals, cookie);
    const session = token && (await sessions.find(token));
    if (session === null) throw new Error("Latchkey does not know its own session.");
  });
}

/** The same where every cookie has to be unsealed: nothing is remembered long enough to come round again. */
export function firstSightSubject({ services, cookies, live }: Desk): Subject {
  const seals = sealsOf(services.sessionSecrets, 1);
  return {
    name: `Latchkey, ${inWords(live)}, new cookies`,
    check: checking(seals, services, cookies),
  };
}

/** The floor: the bare prepared SELECT of the row by the hash of its token, hashed beforehand. */
export function floorSubject(file: string, { tokens, live }: Desk): Subject {
  const row = openDatabase(file).$client.prepare("select * from sessions where token_hash = ?");
  const check = (hash: Buffer) => row.get(hash);
  return {
    name: `bare SELECT, ${inWords(live)}`,
    check: inTurn(tokens.map(hashToken), check),
    inputs: tokens.length,
  };
}

/** In an order that has nothing to do with where the rows lie; the same in every run. */
function shuffled<T>(items: T[]): T[] {
  let state = 1;
  for (let at = items.length - 1; at > 0; at--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const other = state % (at + 1);
    [items[at], items[other]] = [items[other] as T, items[at] as T];
  }
  return items;
}
