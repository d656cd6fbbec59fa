import { eq } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts, sessions } from "#db/schema.ts";
import type { Actor } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import type { Role } from "#lib/session/session.ts";
import { actingAs } from "#lib/session/stores/acting-as.ts";
import { endSessions } from "#lib/session/stores/end-sessions.ts";
import { isLastAdministrator } from "./last-administrator.ts";

export type RoleOutcome =
  | "done"
  | "unchanged"
  | "unknown"
  | "yourself"
  | "last_administrator"
  | "session_ended";

/** Changes the role and ends the account's sessions, in one transaction: no session outlives what it was started as. */
export function changeRole(
  database: Database,
  accountId: string,
  role: Role,
  actor: Actor,
  at: Date,
): RoleOutcome {
  return actingAs(database, actor, "session_ended", (): RoleOutcome => {
    const account = database.select().from(accounts).where(eq(accounts.id, accountId)).get();
    if (!account) return "unknown";
    if (actor.id === accountId) return "yourself";
    if (account.role === role) return "unchanged";
    if (isLastAdministrator(database, accountId, at)) return "last_administrator";
    database.update(accounts).set({ role }).where(eq(accounts.id, accountId)).run();
    const detail = { from: account.role, to: role };
    recordEvent(database, { name: "authz_change", actor, at, accountId, detail });
    endSessions(database, eq(sessions.accountId, accountId), { reason: "role_changed", actor, at });
    return "done";
  });
}
