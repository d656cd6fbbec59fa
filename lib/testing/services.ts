import { asc } from "drizzle-orm";
import { afterAll } from "vitest";
import type { Database } from "#db/open.ts";
import { events } from "#db/schema.ts";
import { bcryptPasswords, type Passwords } from "#lib/account/passwords.ts";
import { readEnv } from "#lib/env.ts";
import { createServices, type Services } from "#lib/services.ts";
import type { SignedInActor } from "#lib/session/sessions.ts";
import type { SessionToken } from "#lib/session/token.ts";
import { actorOf, fixedClock } from "./builders.ts";
import { temporaryDatabase } from "./database.ts";

/** Real hashing, at bcrypt's lowest cost. */
export const quickPasswords = bcryptPasswords(4);
afterAll(() => quickPasswords.close());

export async function hashOf(password: string): Promise<string> {
  const hash = await quickPasswords.hash(password);
  if (hash === null) throw new Error("Too many passwords are waiting to be hashed.");
  return hash;
}

/** All of Latchkey around a database of its own, with a clock that stands still. */
export function temporaryServices(
  given: {
    database?: Database;
    passwords?: Passwords;
    settings?: Readonly<Record<string, string>>;
  } = {},
) {
  const { database = temporaryDatabase(), passwords = quickPasswords, settings = {} } = given;
  const env = readEnv({ SESSION_SECRET: "for tests only and for nothing else", ...settings });
  const clock = fixedClock();
  return {
    database,
    clock,
    services: createServices({ env, database, passwords, now: clock.now }),
  };
}

/** The person behind a live session. */
export async function actorBehind(services: Services, token: SessionToken): Promise<SignedInActor> {
  const session = await services.sessions.find(token);
  if (session === null) throw new Error("The session is not alive.");
  return actorOf(session.account, session.id);
}

/** Everything recorded so far, oldest first. */
export function trail(database: Database): (typeof events.$inferSelect)[] {
  return database.select().from(events).orderBy(asc(events.id)).all();
}
