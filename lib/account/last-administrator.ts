import { eq } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts } from "#db/schema.ts";
import { isBanned } from "#lib/session/ban-state.ts";

export function hasAdministrator(database: Database): boolean {
  return database.select().from(accounts).where(eq(accounts.role, "admin")).get() !== undefined;
}

/** Whether nobody else could administer Latchkey: no other administrator, or only banned ones and ones on the way out. */
export function isLastAdministrator(database: Database, accountId: string, now: Date): boolean {
  const admins = database.select().from(accounts).where(eq(accounts.role, "admin")).all();
  const isAdmin = admins.some(({ id }) => id === accountId);
  const stays = (admin: (typeof admins)[number]) =>
    !isBanned(admin, now) && admin.deletionDueAt === null;
  return isAdmin && !admins.some((admin) => admin.id !== accountId && stays(admin));
}
