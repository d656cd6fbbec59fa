import { openDatabase } from "#db/open.ts";
import { bcryptPasswords, type Passwords } from "#lib/account/passwords.ts";
import { before, days } from "#lib/duration.ts";
import type { Env } from "#lib/env.ts";
import { createServices, type Services } from "#lib/services.ts";
import { planEveryday } from "./everyday.ts";
import { planIncidents } from "./incidents.ts";
import { planLeads } from "./leads.ts";
import { demoPassword, others } from "./people.ts";
import { stageFor } from "./stage.ts";
import { type Timeline, timelineUntil } from "./timeline.ts";

export interface Filled {
  accounts: number;
  sessions: number;
}

/**
 * Fills the new database of `env` with a few months in the life of a team that end at `end`. Everything is done
 * by the code that does it for real; only the clock is moved.
 */
export async function fillDemo(env: Env, end: Date): Promise<Filled> {
  const timeline = timelineUntil(end);
  const database = openDatabase(env.databaseFile);
  // A power cut may take a demo with it; thousands of flushes would take their time.
  database.$client.pragma("synchronous = OFF");
  const passwords = await onePassword(demoPassword);
  const services = createServices({ env, database, passwords, now: timeline.now });
  try {
    await tell(services, timeline, end);
    const { accounts } = await services.accounts.counts();
    return { accounts, sessions: await services.sessions.countLive() };
  } finally {
    await services.close();
  }
}

async function tell(services: Services, timeline: Timeline, end: Date): Promise<void> {
  const stage = stageFor(services, timeline, end);
  planEveryday(stage, others);
  planIncidents(stage);
  planLeads(stage);
  planSweeps(services, timeline, end);
  await timeline.run();
  await services.sweep();
}

/** What the story does not sweep up itself. */
function planSweeps(services: Services, timeline: Timeline, end: Date): void {
  for (let count = 120; count > 0; count--) timeline.plan(before(end, days(count)), services.sweep);
}

/** Hashes the one password once; after that only compares. */
async function onePassword(password: string): Promise<Passwords> {
  const bcrypt = bcryptPasswords();
  const hash = await bcrypt.hash(password);
  return {
    hash: async () => hash,
    matches: async (typed, known) => known !== null && typed === password,
    close: bcrypt.close,
  };
}
