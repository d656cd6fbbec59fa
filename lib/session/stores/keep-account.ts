import { and, eq, isNotNull } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts } from "#db/schema.ts";
import type { Actor } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";

/** Whoever signs in keeps their account: calls off a deletion that is due later. Inside the caller's transaction. */
export function keepAccount(database: Database, accountId: string, actor: Actor, at: Date): void {
  const kept = database
    .update(accounts)
    .set({ deletionDueAt: null })
    .where(and(eq(accounts.id, accountId), isNotNull(accounts.deletionDueAt)))
    .run().changes;
  if (kept === 0) return;
  const detail = { changed: "deletion cancelled" };
  recordEvent(database, { name: "user_updated", actor, at, accountId, detail });
}
