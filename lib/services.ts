import { type Database, openDatabase } from "#db/open.ts";
import { write } from "#db/write.ts";
import { accountsIn } from "./account/accounts.ts";
import { type Ban, banAccount, liftBan } from "./account/ban.ts";
import { changePassword } from "./account/change-password.ts";
import { createAccount, type NewAccount } from "./account/create-account.ts";
import { disownSession, findDisownable } from "./account/disown.ts";
import { bcryptPasswords, type Passwords } from "./account/passwords.ts";
import { rename } from "./account/rename.ts";
import { changeRole } from "./account/role.ts";
import { type Credentials, signIn } from "./account/sign-in.ts";
import {
  type NewPerson,
  type SignUpOutcome,
  type SignUpRequest,
  signUp,
} from "./account/sign-up.ts";
import { auditLogIn } from "./audit/audit-log.ts";
import { type Actor, type NewEvent, visitor } from "./audit/event.ts";
import { recordEvent } from "./audit/record-event.ts";
import { type Env, readEnv } from "./env.ts";
import { purgeDevices } from "./known-device/known-devices.ts";
import type { Role } from "./session/session.ts";
import { type SignedInActor, sessionsIn } from "./session/sessions.ts";
import { sqliteSessionStore } from "./session/stores/sqlite.ts";
import { keptSecret } from "./session-secret.ts";
import { type Setup, setupIn } from "./setup/setup.ts";
import { admit, type Subject } from "./throttle/admit.ts";
import { failureThrottle, type Limit } from "./throttle/failure-throttle.ts";
import { noted, signUpFromNetwork } from "./throttle/limits.ts";
import { attemptsUnderWay } from "./throttle/under-way.ts";

export type Services = ReturnType<typeof createServices>;

export interface Parts {
  env: Env;
  database: Database;
  passwords?: Passwords;
  now?: () => Date;
}

/** Builds everything once around one open database. */
export function createServices({
  env,
  database,
  passwords = bcryptPasswords(),
  now = () => new Date(),
}: Parts) {
  const sessions = sessionsIn(sqliteSessionStore(database), env.policy, now);
  const throttle = failureThrottle(database);
  const setup: Setup = setupIn(database, env.publicUrl, now);
  const underWay = attemptsUnderWay();
  const parts = { database, sessions, passwords, throttle, underWay, now };

  return {
    env,
    now,
    sessions,
    passwords,
    /** Newest first; the newest seals, all of them open. */
    sessionSecrets:
      env.sessionSecrets.length > 0 ? env.sessionSecrets : [keptSecret(env.dataDirectory)],
    accounts: {
      ...accountsIn(database, now),
      signIn: (asked: Credentials) => signIn(parts, asked),
      async signUp(person: NewPerson, request: SignUpRequest): Promise<SignUpOutcome> {
        const by = { address: request.client.address };
        const limit = signUpFromNetwork(by.address);
        const attempt = await admit(parts, [limit], { actor: visitor(by.address) });
        if (!attempt.allowed) return { kind: "throttled", until: attempt.until };
        const outcome = await signUp(parts, person, request, async (account) => {
          const member = { ...account, role: "member" } as const;
          const created = await write(database, () => createAccount(database, member, by, now()));
          return created ?? "email_taken";
        });
        if (outcome.kind === "busy") await throttle.refund([limit.key]);
        return outcome;
      },
      create: (account: NewAccount, by: Actor | { address: string }) =>
        write(database, () => createAccount(database, account, by, now())),
      rename: (name: string, by: SignedInActor) =>
        write(database, () => rename(database, name, by, now())),
      changePassword: (asked: { current: string; next: string }, by: SignedInActor) =>
        changePassword(parts, asked, by),
      ban: (accountId: string, ban: Ban, by: Actor) =>
        write(database, () => banAccount(database, accountId, ban, by, now())),
      liftBan: (accountId: string, by: Actor) =>
        write(database, () => liftBan(database, accountId, by, now())),
      changeRole: (accountId: string, role: Role, by: Actor) =>
        write(database, () => changeRole(database, accountId, role, by, now())),
    },
    /** "This wasn't me", from the mail about a new device. */
    disown: {
      find: async (token: string) => findDisownable(database, token, now()),
      session: (token: string, address: string) =>
        write(database, () => disownSession(database, token, address, now())),
    },
    /** Counts what is about to be done against limits from throttle/limits.ts, and notes the first refusal. */
    admit: (limits: Limit[], subject: Subject) => admit(parts, limits, subject),
    audit: {
      ...auditLogIn(database),
      record: (event: Omit<NewEvent, "at">) =>
        write(database, () => recordEvent(database, { ...event, at: now() })),
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
      const devices = await write(database, () => purgeDevices(database, now(), 200));
      return devices + (await sessions.sweep()) + (await throttle.sweep(now()));
    },

    async close(): Promise<void> {
      await passwords.close();
      database.$client.close();
    },
  };
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
  return createServices({ env, database: openDatabase(env.databaseFile) });
}
