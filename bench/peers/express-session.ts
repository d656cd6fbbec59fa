import { createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import BetterSqlite3 from "better-sqlite3";
import session from "express-session";
import { inWords } from "../in-words.ts";
import { inTurn, type Subject, workingSet } from "../measure.ts";

type Middleware = ReturnType<typeof session>;

const secret = createHmac("sha256", "for the benchmark").digest("hex");

/** express-session with a store on SQLite: the middleware from the cookie to `request.session`. */
export function expressSessionSubject(file: string, live: number): Subject {
  seed(file, live);
  const middleware = session({
    secret,
    store: storeIn(new BetterSqlite3(file)),
    resave: false,
    saveUninitialized: false,
  });
  const step = Math.max(1, Math.floor(live / workingSet));
  const cookies = Array.from(
    { length: Math.min(workingSet, live) },
    (_, at) => `connect.sid=${encodeURIComponent(signed(idOf(at * step)))}`,
  );
  return {
    name: `express-session, ${inWords(live)}`,
    check: inTurn(cookies, (cookie) => passThrough(middleware, cookie)),
  };
}

/** What the usual stores do: one prepared look-up, the session as JSON. (The published one for this driver is GPL.) */
function storeIn(database: BetterSqlite3.Database): session.Store {
  const find = database.prepare("select sess from sessions where sid = ? and expires > ?").pluck();
  return new (class extends session.Store {
    get(sid: string, callback: (error: unknown, found?: session.SessionData | null) => void) {
      const found = find.get(sid, Date.now()) as string | undefined;
      callback(null, found === undefined ? null : JSON.parse(found));
    }
    set(_sid: string, _session: session.SessionData, callback?: () => void) {
      callback?.();
    }
    destroy(_sid: string, callback?: () => void) {
      callback?.();
    }
  })();
}

const idOf = (number: number): string =>
  createHmac("sha256", "sid").update(String(number)).digest("base64url").slice(0, 32);

function seed(file: string, live: number): void {
  if (existsSync(file)) return;
  const database = new BetterSqlite3(file);
  database.pragma("journal_mode = WAL");
  database.exec(
    "create table sessions (sid text primary key, sess text not null, expires integer not null)",
  );
  database.function("id_of", { deterministic: true }, (number) => idOf(Number(number)));
  const content = {
    cookie: {
      originalMaxAge: 3_600_000,
      expires: "2100-01-01T00:00:00.000Z",
      httpOnly: true,
      path: "/",
    },
    account: { id: idOf(-1), name: "Ada Lovelace", email: "ada@example.com", role: "member" },
  };
  database
    .prepare(
      `with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ?)
       insert into sessions select id_of(i), ?, 4102444800000 from n`,
    )
    .run(live, JSON.stringify(content));
  database.close();
}

/** As `cookie-signature` does it. */
function signed(sid: string): string {
  const mark = createHmac("sha256", secret).update(sid).digest("base64").replace(/=+$/, "");
  return `s:${sid}.${mark}`;
}

function passThrough(middleware: Middleware, cookie: string): Promise<void> {
  const request = Object.assign(new IncomingMessage(new Socket()), {
    url: "/",
    headers: { cookie },
  });
  const response = new ServerResponse(request);
  type Given = Parameters<Middleware>;
  return new Promise((resolve, reject) => {
    middleware(request as unknown as Given[0], response as unknown as Given[1], (error) => {
      const { account } = (request as unknown as { session: { account?: unknown } }).session;
      if (error || account === undefined)
        reject(error ?? new Error("express-session lost a session."));
      else resolve();
    });
  });
}
