import { createHash } from "node:crypto";
import { existsSync, renameSync, rmSync } from "node:fs";
import { openDatabase } from "../db/open.ts";
import { hashToken, type SessionToken } from "../lib/session/token.ts";

const perAccount = 10;
const day = 86_400_000;

const firstNames = "Ada Grace Alan Barbara Edsger Margaret Donald Frances Ken Radia".split(" ");
const lastNames = "Lovelace Hopper Turing Liskov Dijkstra Hamilton Knuth Allen Thompson Perlman";
const userAgents = [
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
];

/** The token of the session with this number; whoever knows the number can be that person. */
export const tokenOf = (number: number): SessionToken =>
  createHash("sha256").update(`token ${number}`).digest("base64url") as SessionToken;

/**
 * Fills a new database with `live` sessions, ten an account, unless the file is there already. Their numbers and
 * tokens are in no order, as real ones. Indexes are made afterwards: row by row, ten million keys would take hours.
 */
export function seed(file: string, live: number, log: (line: string) => void = () => {}): void {
  if (existsSync(file)) return;
  const draft = `${file}.draft`;
  for (const end of ["", "-wal", "-shm"]) rmSync(draft + end, { force: true });
  log(`filling a database with ${live.toLocaleString("en")} sessions`);
  const { $client: client } = openDatabase(draft);
  // Without its index on accounts no key that refers to one could be checked.
  client.pragma("foreign_keys = OFF");
  client.pragma("synchronous = OFF");
  client.pragma("journal_mode = MEMORY");
  client.pragma("cache_size = -1000000");
  client.pragma("temp_store = MEMORY");
  client.function("token_hash", { deterministic: true }, (number) =>
    hashToken(tokenOf(Number(number))),
  );
  client.transaction(() => {
    const later = setAside("accounts");
    client.prepare(accountsSql()).run({ accounts: Math.ceil(live / perAccount), now: Date.now() });
    client.exec("insert into accounts_search(accounts_search) values ('rebuild')");
    for (const sql of later) client.exec(sql);
  })();
  client.transaction(() => {
    const later = setAside("sessions");
    client.prepare(sessionsSql()).run({ live, now: Date.now(), day });
    for (const sql of later) client.exec(sql);
    client.exec("update tallies set rows = (select count(*) from sessions)");
  })();
  client.exec("analyze");
  client.pragma("journal_mode = WAL");
  client.close();
  renameSync(draft, file);

  /** Drops the table's indexes and triggers; what makes them again. */
  function setAside(table: string): string[] {
    const found = client
      .prepare(
        "select type, name, sql from sqlite_schema where tbl_name = ? and type in ('index', 'trigger') and sql is not null",
      )
      .all(table) as { type: string; name: string; sql: string }[];
    for (const { type, name } of found) client.exec(`drop ${type} ${name}`);
    return found.map(({ sql }) => sql);
  }
}

const upTo = (count: string) =>
  `with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${count})`;
const pick = (words: string[], by: string) =>
  `case ${by} ${words.map((word, at) => `when ${at} then '${word}'`).join(" ")} end`;

function accountsSql(): string {
  const first = pick(firstNames, "i % 10");
  const last = pick(lastNames.split(" "), "(i / 10) % 10");
  return `${upTo("@accounts")}
    insert into accounts (id, email, name, password_hash, role, created_at, password_changed_at)
    select printf('account%015d', i), 'person' || i || '@example.com', ${first} || ' ' || ${last},
      '$2b$12$', iif(i = 0, 'admin', 'member'), @now - i % 1000 * 60000, @now from n`;
}

function sessionsSql(): string {
  return `${upTo("@live")}
    insert into sessions (id, token_hash, account_id, kind, remembered, created_at, last_seen_at,
      authenticated_at, expires_at, address, user_agent)
    select substr(hex(token_hash(-i)), 1, 22), token_hash(i), printf('account%015d', i / ${perAccount}), 'browser',
      i % 2, @now, @now + i % 1000, @now, @now + 365 * @day + i % 1000,
      printf('192.0.2.%d', i % 256), ${pick(userAgents, "i % 3")} from n`;
}
