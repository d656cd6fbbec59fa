import { createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import BetterSqlite3 from "better-sqlite3";
import { betterAuthOptions, betterAuthSecret } from "../better-auth-options.ts";
import { inWords } from "../in-words.ts";
import { inTurn, type Subject, workingSet } from "../measure.ts";

const day = 86_400_000;
/** `getSession` of Better Auth with its defaults, as a server component calls it. */
export async function betterAuthSubject(file: string, live: number): Promise<Subject> {
  await seedBetterAuth(file, live);
  const database = new BetterSqlite3(file);
  const auth = betterAuth(betterAuthOptions(database, "http://localhost:3000"));
  const asked = cookiesOf(live).map((cookie) => new Headers({ cookie }));
  if ((await auth.api.getSession({ headers: asked[0] as Headers })) === null)
    throw new Error("Better Auth does not know its own session.");
  return {
    name: `Better Auth getSession, ${inWords(live)}`,
    check: inTurn(asked, (headers) => auth.api.getSession({ headers })),
  };
}

const tokenOf = (number: number): string =>
  createHmac("sha256", "token").update(String(number)).digest("hex").slice(0, 32);

/** The cookies of as many sessions as take turns, spread over all of them. */
export function cookiesOf(live: number): string[] {
  const step = Math.max(1, Math.floor(live / workingSet));
  return Array.from({ length: Math.min(workingSet, live) }, (_, at) => {
    const token = tokenOf(at * step);
    const mark = createHmac("sha256", betterAuthSecret).update(token).digest("base64");
    return `better-auth.session_token=${encodeURIComponent(`${token}.${mark}`)}`;
  });
}

/** Fills a new file with as many sessions, ten an account, through Better Auth's own schema. */
export async function seedBetterAuth(file: string, live: number): Promise<void> {
  if (existsSync(file)) return;
  const database = new BetterSqlite3(file);
  database.pragma("journal_mode = WAL");
  await (await getMigrations(betterAuthOptions(database, "http://localhost:3000"))).runMigrations();
  database.function("token_of", { deterministic: true }, (number) => tokenOf(Number(number)));
  const numbers =
    "with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < @count)";
  const now = new Date();
  const times = { at: now.toISOString(), end: new Date(now.getTime() + 7 * day).toISOString() };
  database.transaction(() => {
    database
      .prepare(
        `${numbers} insert into user (id, name, email, emailVerified, createdAt, updatedAt)
         select 'user ' || i, 'Ada Lovelace', i || '@example.com', 1, @at, @at from n`,
      )
      .run({ count: Math.ceil(live / 10), at: times.at });
    database
      .prepare(
        `${numbers} insert into session (id, token, expiresAt, createdAt, updatedAt, ipAddress, userAgent, userId)
         select 'session ' || i, token_of(i), @end, @at, @at, '192.0.2.1', 'Mozilla/5.0', 'user ' || (i / 10) from n`,
      )
      .run({ count: live, ...times });
  })();
  database.close();
}
