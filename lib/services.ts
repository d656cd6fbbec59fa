import { setImmediate as requestsTurn } from "node:timers/promises";
import { checkpoint } from "#db/checkpoint.ts";
import { type Database, openDatabase } from "#db/open.ts";
import { facts } from "#db/schema.ts";
import { write } from "#db/write.ts";
import { accountVerbs } from "./account/account-verbs.ts";
import { accountsIn } from "./account/accounts.ts";
import { disownSession, findDisownable } from "./account/disown.ts";
import { bcryptPasswords, type Passwords } from "./account/passwords.ts";
import type { Credentials } from "./account/sign-in.ts";
import { type NewPerson, type SignUpRequest, signUp } from "./account/sign-up.ts";
import { auditLogIn } from "./audit/audit-log.ts";
import type { Head } from "./audit/chain.ts";
import type { NewEvent } from "./audit/event.ts";
import { recordEvent } from "./audit/record-event.ts";
import { verifyTrail } from "./audit/verify-trail.ts";
import { type Duration, seconds } from "./duration.ts";
import { type Env, readEnv } from "./env.ts";
import { senderOf } from "./mail/message.ts";
import { outboxIn, outboxTransport } from "./mail/outbox.ts";
import { sendDue } from "./mail/send-due.ts";
import { smtpTransport } from "./mail/smtp.ts";
import { metricsOf } from "./metrics/metrics.ts";
import { settleCopy } from "./restore/settle-copy.ts";
import { sweepOld } from "./retention/sweep-old.ts";
import { sealsOf } from "./seals.ts";
import { sessionsIn } from "./session/sessions.ts";
import { sqliteSessionStore } from "./session/stores/sqlite.ts";
import { keptSecret } from "./session-secret.ts";
import { type Setup, setupIn } from "./setup/setup.ts";
import { failureThrottle } from "./throttle/failure-throttle.ts";
import { takingTurns } from "./throttle/in-turn.ts";
import { noted } from "./throttle/limits.ts";
import { attemptsUnderWay } from "./throttle/under-way.ts";

export type Services = ReturnType<typeof createServices>;

export interface Parts {
  env: Env;
  database: Database;
  passwords?: Passwords;
  now?: () => Date;
  /** How long a touch of a session waits for others to be written with it. */
  touchPause?: Duration;
}

/** Builds everything once around one open database. */
export function createServices({
  env,
  database,
  passwords: hashing = bcryptPasswords(),
  now = () => new Date(),
  touchPause = seconds(0),
}: Parts) {
  settleCopy(database, now());
  const { retention } = env;
  const sessionSecrets =
    env.sessionSecrets.length > 0 ? env.sessionSecrets : [keptSecret(env.dataDirectory)];
  const metrics = metricsOf(database);
  const passwords = metrics.watchPasswords(hashing);
  const store = sqliteSessionStore(database);
  const sessions = metrics.watchSessions(
    sessionsIn(store, env.policy, now, { historyKept: retention.endedSessions, touchPause }),
  );
  const throttle = failureThrottle(database);
  const setup: Setup = setupIn(database, env.publicUrl, now);
  const underWay = attemptsUnderWay();
  const parts = { database, sessions, passwords, throttle, underWay, now };
  const { deletionGrace } = retention;
  const verbs = accountVerbs({ ...parts, inTurn: takingTurns(), deletionGrace });

  return {
    env,
    now,
    sessions,
    passwords,
    metrics,
    sessionSecrets,
    seals: sealsOf(sessionSecrets),
    accounts: {
      ...accountsIn(database, now),
      ...verbs,
      signIn: (asked: Credentials) => metrics.countSignIn(verbs.signIn(asked)),
    },
    /** "This wasn't me", from the mail about a new device. */
    disown: {
      find: async (token: string) => findDisownable(database, token, now()),
      session: (token: string, address: string) =>
        write(database, () => disownSession(database, token, address, now())),
    },
    mail: postOffice(env, database, now),
    audit: {
      ...auditLogIn(database),
      record: (event: Omit<NewEvent, "at">) =>
        write(database, () => recordEvent(database, { ...event, at: now() })),
      verify: (expected?: Head) => verifyTrail(database, expected),
    },
    /** Whether a repeated event may stand in the trail again: once a minute for each key. */
    async mayNote(key: string): Promise<boolean> {
      const attempt = await throttle.attempt([noted(key)], now());
      return attempt.allowed;
    },
    setup: {
      ...setup,
      /** Makes the first administrator with the one-time token and signs them in. */
      complete: (token: string, person: NewPerson, request: SignUpRequest) =>
        signUp(parts, person, request, (account) =>
          setup.createAdministrator(token, account, request.client.address),
        ),
    },

    /** One small batch of what falls due: timed-out sessions, old history, stale counters and devices. Returns how much it did. */
    async sweep(): Promise<number> {
      const done = (await sessions.sweep()) + (await sweepOld(database, retention, now()));
      await requestsTurn();
      if (done > 0) checkpoint(database);
      return done;
    },

    /** Throws where the data cannot be read, or nobody gets to write within five seconds. Writes nothing. */
    async check(): Promise<void> {
      await write(database, () => database.select({ id: facts.name }).from(facts).limit(1).get());
    },

    async close(): Promise<void> {
      await sessions.flushTouches();
      await passwords.close();
      database.$client.close();
    },
  };
}

function postOffice(env: Env, database: Database, now: () => Date) {
  const { smtpUrl, publicUrl } = env;
  /** Where mails lie as files; null when they are sent. */
  const outbox = smtpUrl === null ? outboxIn(env.dataDirectory) : null;
  const transport = smtpUrl ? smtpTransport(smtpUrl) : outboxTransport(outbox ?? "", now);
  const from = senderOf(env.mailFrom, publicUrl);
  return { outbox, sendDue: () => sendDue({ database, transport, publicUrl, from, now }) };
}

// The bundle and the server around it load this file separately; they must share one connection.
const instance: unique symbol = Symbol.for("latchkey.services");
const shared = globalThis as { [instance]?: Services };

/** The running program's services, opened on first use. Throws `SettingsRefused` or `DatabaseRefused`. */
export function services(): Services {
  shared[instance] ??= open();
  return shared[instance];
}

function open(): Services {
  const env = readEnv(process.env);
  const database = openDatabase(env.databaseFile);
  return createServices({ env, database, touchPause: seconds(1) });
}
