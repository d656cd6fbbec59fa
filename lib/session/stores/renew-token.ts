import { eq } from "drizzle-orm";
import { type Database, immediate } from "#db/open.ts";
import { sessions } from "#db/schema.ts";
import type { Actor } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";

/**
 * Gives a live session a new token and notes it, in one transaction. Synchronous, so that a change of password can
 * hold it. Null when the session has ended.
 */
export function renewToken(
  database: Database,
  id: string,
  tokenHash: Buffer,
  by: { actor: Actor; at: Date },
): { remembered: boolean } | null {
  return immediate(database, () => {
    const renewed = database
      .update(sessions)
      .set({ tokenHash, authenticatedAt: by.at })
      .where(eq(sessions.id, id))
      .returning({ accountId: sessions.accountId, remembered: sessions.remembered })
      .get();
    if (!renewed) return null;
    const { accountId, remembered } = renewed;
    recordEvent(database, { name: "session_renewed", sessionId: id, accountId, ...by });
    return { remembered };
  });
}
