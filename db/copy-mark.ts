import type BetterSqlite3 from "better-sqlite3";

/** The fact by which a copy is known as one. */
export const copyMark = "copy";

/**
 * Marks a database as a copy made at that instant; whoever serves it first knows that it is not the newest state.
 * One from before there were facts stays as it is.
 */
export function markAsCopy(client: BetterSqlite3.Database, at: Date): void {
  const facts = client.prepare(
    "select 1 from sqlite_schema where type = 'table' and name = 'facts'",
  );
  if (facts.get() === undefined) return;
  client
    .prepare("insert into facts (name, value) values (?, ?) on conflict (name) do nothing")
    .run(copyMark, JSON.stringify({ madeAt: at.toISOString() }));
}
