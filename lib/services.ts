import { type Database, openDatabase } from "#db/open.ts";
import { facts } from "#db/schema.ts";
import { write } from "#db/write.ts";
import { accountsIn } from "./account/accounts.ts";
import { type Ban, banAccount, liftBan } from "./account/ban.ts";
import { changePassword } from "./account/change-password.ts";
import { acceptsEmail, confirmEmail } from "./account/confirm-email.ts";
import { createAccount, type NewAccount } from "./account/create-account.ts";
import { deleteAccount } from "./account/delete-account.ts";
import { disownSession, findDisownable } from "./account/disown.ts";
import { bcryptPasswords, type Passwords } from "./account/passwords.ts";
import { reauthenticate } from "./account/reauthenticate.ts";
import { rename } from "./account/rename.ts";
import { requestDeletion } from "./account/request-deletion.ts";
import { requestEmailChange } from "./account/request-email-change.ts";
import { type ResetRequest, requestReset } from "./account/request-reset.ts";
import { requestVerification, welcome } from "./account/request-verification.ts";
import { findReset, type NewPassword, resetPassword } from "./account/reset-password.ts";
import { changeRole } from "./account/role.ts";
import { type Credentials, signIn } from "./account/sign-in.ts";
import {
  type NewPerson,
  type SignUpOutcome,
  type SignUpRequest,
  signUp,
} from "./account/sign-up.ts";
import { auditLogIn } from "./audit/audit-log.ts";
import type { Head } from "./audit/chain.ts";
import { type Actor, type NewEvent, visitor } from "./audit/event.ts";
import { recordEvent } from "./audit/record-event.ts";
import { verifyTrail } from "./audit/verify-trail.ts";
import { type Env, readEnv } from "./env.ts";
import { exportAccount } from "./export/export-account.ts";
import { purgeDevices } from "./known-device/known-devices.ts";
import { senderOf } from "./mail/message.ts";
import { outboxIn, outboxTransport } from "./mail/outbox.ts";
import { sendDue } from "./mail/send-due.ts";
import { smtpTransport } from "./mail/smtp.ts";
import { metricsOf } from "./metrics/metrics.ts";
import { settleCopy } from "./restore/settle-copy.ts";
import { sweepOld } from "./retention/sweep-old.ts";
import type { Role } from "./session/session.ts";
import { type SignedInActor, sessionsIn } from "./session/sessions.ts";
import { sqliteSessionStore } from "./session/stores/sqlite.ts";
import type { SessionToken } from "./session/token.ts";
import { keptSecret } from "./session-secret.ts";
import { type Setup, setupIn } from "./setup/setup.ts";
import { admit, type Subject } from "./throttle/admit.ts";
import { failureThrottle, type Limit } from "./throttle/failure-throttle.ts";
import { takingTurns } from "./throttle/in-turn.ts";
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
  passwords: hashing = bcryptPasswords(),
  now = () => new Date(),
}: Parts) {
  settleCopy(database, now());
  const { retention } = env;
  const metrics = metricsOf(database);
  const passwords = metrics.watchPasswords(hashing);
  const store = sqliteSessionStore(database);
  const sessions = metrics.watchSessions(
    sessionsIn(store, env.policy, now, retention.endedSessions),
  );
  const throttle = failureThrottle(database);
  const setup: Setup = setupIn(database, env.publicUrl, now);
  const underWay = attemptsUnderWay();
  const parts = { database, sessions, passwords, throttle, underWay, inTurn: takingTurns(), now };
  const outbox = env.smtpUrl === null ? outboxIn(env.dataDirectory) : null;
  const office = {
    database,
    transport: env.smtpUrl ? smtpTransport(env.smtpUrl) : outboxTransport(outbox ?? "", now),
    publicUrl: env.publicUrl,
    from: senderOf(env.mailFrom, env.publicUrl),
    now,
  };

  return {
    env,
    now,
    sessions,
    passwords,
    metrics,
    /** Newest first; the newest seals, all of them open. */
    sessionSecrets:
      env.sessionSecrets.length > 0 ? env.sessionSecrets : [keptSecret(env.dataDirectory)],
    accounts: {
      ...accountsIn(database, now),
      signIn: (asked: Credentials) => metrics.countSignIn(signIn(parts, asked)),
      async signUp(person: NewPerson, request: SignUpRequest): Promise<SignUpOutcome> {
        const by = { address: request.client.address };
        const limit = signUpFromNetwork(by.address);
        const attempt = await admit(parts, [limit], { actor: visitor(by.address) });
        if (!attempt.allowed) return { kind: "throttled", until: attempt.until };
        const outcome = await signUp(parts, person, request, async (account) => {
          const member = { ...account, role: "member" } as const;
          return write(database, () => {
            const created = createAccount(database, member, by, now());
            if (created) welcome(database, created, now());
            return created ?? "email_taken";
          });
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
      reauthenticate: (password: string, by: SignedInActor) => reauthenticate(parts, password, by),
      requestReset: (asked: ResetRequest) => requestReset(parts, asked),
      findReset: async (token: SessionToken) => findReset(database, token, now()),
      resetPassword: (asked: NewPassword) => resetPassword(parts, asked),
      requestVerification: (by: SignedInActor) => requestVerification(parts, by),
      requestEmailChange: (email: string, by: SignedInActor) =>
        requestEmailChange(parts, email, by),
      acceptsEmail: async (token: SessionToken) => acceptsEmail(database, token, now()),
      confirmEmail: (asked: { token: SessionToken; address: string }) =>
        confirmEmail(database, asked, now()),
      ban: (accountId: string, ban: Ban, by: Actor) =>
        write(database, () => banAccount(database, accountId, ban, by, now())),
      liftBan: (accountId: string, by: Actor) =>
        write(database, () => liftBan(database, accountId, by, now())),
      changeRole: (accountId: string, role: Role, by: Actor) =>
        write(database, () => changeRole(database, accountId, role, by, now())),
      /** Everything kept about the account's person, as pieces of one JSON text. The trail notes it first. */
      async export(accountId: string, by: Actor): Promise<AsyncGenerator<string>> {
        const event = { name: "user_exported", actor: by, at: now(), accountId } as const;
        await write(database, () => recordEvent(database, event));
        return exportAccount(database, accountId, now());
      },
      requestDeletion: (by: SignedInActor) =>
        write(database, () => requestDeletion(database, retention.deletionGrace, by, now())),
      /** At once and for good. */
      delete: (accountId: string, by: Actor) =>
        write(database, () => deleteAccount(database, accountId, by, now())),
    },
    /** "This wasn't me", from the mail about a new device. */
    disown: {
      find: async (token: string) => findDisownable(database, token, now()),
      session: (token: string, address: string) =>
        write(database, () => disownSession(database, token, address, now())),
    },
    /** Counts what is about to be done against limits from throttle/limits.ts, and notes the first refusal. */
    admit: (limits: Limit[], subject: Subject) => admit(parts, limits, subject),
    mail: {
      /** Where mails lie as files; null when they are sent. */
      outbox,
      sendDue: () => sendDue(office),
    },
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
      const devices = await write(database, () => purgeDevices(database, now(), 200));
      const over = (await sessions.sweep()) + (await throttle.sweep(now()));
      return devices + over + (await sweepOld(database, retention, now()));
    },

    /** Throws where the data cannot be read, or nobody gets to write within five seconds. Writes nothing. */
    async check(): Promise<void> {
      await write(database, () => database.select({ id: facts.name }).from(facts).limit(1).get());
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
