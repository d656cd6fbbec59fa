import { asc, eq } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { accounts, endedSessions, knownDevices, mails, sessions } from "#db/schema.ts";
import { toAccount } from "#lib/account/account.ts";
import { auditLogIn } from "#lib/audit/audit-log.ts";
import { everyPage } from "#lib/page.ts";
import { exportedEvent } from "./exported-event.ts";
import { exportedEnding, exportedSession } from "./exported-session.ts";

/** One item of a list or a whole part: text that stands in the file as it is. */
type Json = string;

/**
 * Everything that is kept about a person, as one JSON object in pieces, so that a long trail neither fills the
 * memory nor holds up requests. No secrets, no hashes of them, and nothing of other people: whoever else acted is
 * called by their part. Nothing when there is no such account.
 */
export async function* exportAccount(
  database: Database,
  accountId: string,
  at: Date,
): AsyncGenerator<Json> {
  const row = database.select().from(accounts).where(eq(accounts.id, accountId)).get();
  if (row === undefined) return;
  const parts: [name: string, value: unknown][] = [
    ["exportedAt", at],
    ["account", toAccount(row)],
    ["sessions", liveSessions(database, accountId)],
    ["endedSessions", history(database, accountId)],
    ["knownDevices", devices(database, accountId)],
    ["pendingMails", waitingMails(database, accountId)],
  ];
  yield "{\n";
  for (const [name, value] of parts) yield `"${name}": ${JSON.stringify(value, null, 1)},\n`;
  yield '"events": [';
  let between = "\n";
  for await (const page of everyPage((r) => auditLogIn(database).list({ accountId }, r))) {
    for (const event of page) {
      yield between + JSON.stringify(exportedEvent(event, accountId));
      between = ",\n";
    }
  }
  yield "\n]\n}\n";
}

function liveSessions(database: Database, accountId: string): object[] {
  const own = database.select().from(sessions).where(eq(sessions.accountId, accountId));
  return own.orderBy(asc(sessions.createdAt)).all().map(exportedSession);
}

function history(database: Database, accountId: string): object[] {
  const own = database.select().from(endedSessions).where(eq(endedSessions.accountId, accountId));
  return own.orderBy(asc(endedSessions.endedAt)).all().map(exportedEnding);
}

function devices(database: Database, accountId: string): object[] {
  const { createdAt, lastUsedAt } = knownDevices;
  const own = database.select({ createdAt, lastUsedAt }).from(knownDevices);
  return own.where(eq(knownDevices.accountId, accountId)).orderBy(asc(createdAt)).all();
}

function waitingMails(database: Database, accountId: string): object[] {
  const { kind, createdAt, dueAt } = mails;
  const own = database.select({ kind, createdAt, dueAt }).from(mails);
  return own.where(eq(mails.accountId, accountId)).orderBy(asc(createdAt)).all();
}
