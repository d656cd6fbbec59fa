import { and, eq } from "drizzle-orm";
import { type Database, immediate } from "#db/open.ts";
import { sessions } from "#db/schema.ts";
import type { Actor } from "#lib/audit/event.ts";

/**
 * Runs `work` in one IMMEDIATE transaction in which the session that the actor acts through is still alive. If it
 * has ended since the guard looked, does nothing and returns `otherwise`: a ban or a change of role ends sessions,
 * so whoever is still here may still do what they could.
 */
export function actingAs<T>(database: Database, actor: Actor, otherwise: T, work: () => T): T {
  return immediate(database, () => (mayAct(database, actor) ? work() : otherwise));
}

function mayAct(database: Database, { id, sessionId }: Actor): boolean {
  if (id === null || sessionId === null) return true;
  const own = and(eq(sessions.id, sessionId), eq(sessions.accountId, id));
  return database.select({ id: sessions.id }).from(sessions).where(own).get() !== undefined;
}
