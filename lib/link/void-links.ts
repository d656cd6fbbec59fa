import { and, eq } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { mails } from "#db/schema.ts";
import { dropTokens } from "./one-time-token.ts";

/** What a link from mail leads to; its mail and its token go by the same word. */
export type LinkPurpose = "reset_password" | "verify_email" | "change_email";

/** Ends the account's unused links of these purposes, those in mails that still wait too. */
export function voidLinks(database: Database, accountId: string, purposes: LinkPurpose[]): void {
  for (const purpose of purposes) {
    dropTokens(database, purpose, accountId);
    const waiting = and(eq(mails.accountId, accountId), eq(mails.kind, purpose));
    database.delete(mails).where(waiting).run();
  }
}
