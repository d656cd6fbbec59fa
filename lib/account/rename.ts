import { eq } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts } from "#db/schema.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import type { SignedInActor } from "#lib/session/sessions.ts";
import { actingAs } from "#lib/session/stores/acting-as.ts";

/** Changes the person's own display name. */
export function rename(database: Database, name: string, by: SignedInActor, at: Date): void {
  actingAs(database, by, undefined, () => {
    database.update(accounts).set({ name }).where(eq(accounts.id, by.id)).run();
    recordEvent(database, {
      name: "user_updated",
      actor: by,
      at,
      accountId: by.id,
      sessionId: by.sessionId,
      detail: { changed: "name" },
    });
  });
}
