import { dirname, resolve } from "node:path";
import { passwordMaxBytes } from "./account/password-rules.ts";
import { type Duration, days, half, hours, minutes, parseDuration, shortest } from "./duration.ts";
import { isConfidential } from "./loopback.ts";
import {
  type Parse,
  parseCidrs,
  parseCount,
  parseFile,
  parseMailFrom,
  parseOrigin,
  parsePort,
  parseSecrets,
  parseSignup,
  parseSmtpUrl,
  parseToken,
  parseYesNo,
  secretMinLength,
} from "./parse-setting.ts";
import { isGuessable } from "./secret-strength.ts";
import type { SessionPolicy } from "./session/policy.ts";

/** Every setting, read once. Nothing else reads `process.env`. */
export interface Env {
  production: boolean;
  port: number;
  /** The one source of links, allowed origin and allowed host. */
  publicUrl: URL;
  databaseFile: string;
  /** The database's folder; a generated secret lies beside it. */
  dataDirectory: string;
  /** Newest first; empty when one is to be generated into `dataDirectory`. */
  sessionSecrets: string[];
  signup: "open" | "closed";
  trustedProxies: string[];
  passwordMinLength: number;
  policy: SessionPolicy;
  /** Null: mails are written to files in `dataDirectory`. */
  smtpUrl: URL | null;
  /** Who mails come from; null: `latchkey@` and the public host. */
  mailFrom: string | null;
  /** What whoever reads `/metrics` from elsewhere has to present; null: only this machine may. */
  metricsToken: string | null;
  /** Whether a public address that is plain http off this machine is meant. */
  allowHttp: boolean;
  retention: Retention;
}

/** How long what is not needed any more is kept. */
export interface Retention {
  endedSessions: Duration;
  events: Duration;
  /** How long events keep the address that they came from. */
  addresses: Duration;
  /** Between the wish to delete an account and its deletion. */
  deletionGrace: Duration;
}

/** One or more settings are wrong; the message lists each on its own line. */
export class SettingsRefused extends Error {
  override readonly name = "SettingsRefused";
  readonly code = "settings_refused";

  constructor(problems: string[]) {
    super(`These settings are wrong:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
  }
}

type Variables = Readonly<Record<string, string | undefined>>;

type Read = <T>(name: string, fallback: T, parse: Parse<T>, expected: string) => T;

/** Reads the settings, every one optional; throws `SettingsRefused` naming every wrong one. */
export function readEnv(variables: Variables): Env {
  const problems: string[] = [];
  const read: Read = (name, fallback, parse, expected) => {
    const text = variables[name]?.trim();
    if (text === undefined || text === "") return fallback;
    const value = parse(text);
    if (value === null) problems.push(`${name} must be ${expected}.`);
    return value ?? fallback;
  };
  const port = read("PORT", 3000, parsePort, "a port number from 1 to 65535");
  const databaseFile = read(
    "DATABASE_URL",
    resolve("data/latchkey.db"),
    parseFile,
    "like file:./data/latchkey.db",
  );
  const env: Env = {
    production: variables.NODE_ENV === "production",
    port,
    publicUrl: readPublicUrl(read, port),
    databaseFile,
    dataDirectory: dirname(databaseFile),
    sessionSecrets: readSecrets(read),
    signup: read("SIGNUP", "open", parseSignup, "open or closed"),
    trustedProxies: readProxies(read),
    passwordMinLength: readPasswordMinLength(read),
    policy: readPolicy(read, problems),
    smtpUrl: read("SMTP_URL", null, parseSmtpUrl, "like smtps://name:password@mail.example.com"),
    mailFrom: read("MAIL_FROM", null, parseMailFrom, "like Latchkey <latchkey@example.com>"),
    metricsToken: read("METRICS_TOKEN", null, parseToken, "at least 16 characters without spaces"),
    allowHttp: read("ALLOW_HTTP", false, parseYesNo, "yes or no"),
    retention: readRetention(read),
  };
  problems.push(...dangersIn(env));
  if (problems.length > 0) throw new SettingsRefused(problems);
  return env;
}

/** Settings that can be understood and would let others in. */
function dangersIn({ production, publicUrl, allowHttp, sessionSecrets }: Env): string[] {
  return [
    !isConfidential(publicUrl) &&
      !allowHttp &&
      "PUBLIC_URL must be https: over plain http others on the network can read passwords. ALLOW_HTTP=yes takes that risk.",
    production &&
      sessionSecrets.some(isGuessable) &&
      "SESSION_SECRET is too easy to guess. Make one with: openssl rand -base64 33",
  ].filter((problem) => problem !== false);
}

function readPublicUrl(read: Read, port: number): URL {
  const fallback = new URL(`http://localhost:${port}`);
  return read(
    "PUBLIC_URL",
    fallback,
    parseOrigin,
    "like https://login.example.com, without a path",
  );
}

function readSecrets(read: Read): string[] {
  const expected = `one or more secrets of at least ${secretMinLength} characters, newest first, with commas between`;
  return read("SESSION_SECRET", [], parseSecrets, expected);
}

function readProxies(read: Read): string[] {
  return read(
    "TRUSTED_PROXIES",
    [],
    parseCidrs,
    "addresses or ranges like 10.0.0.0/8, with commas between",
  );
}

function readPasswordMinLength(read: Read): number {
  const parse = (text: string) => parseCount(text, 8, passwordMaxBytes);
  return read("PASSWORD_MIN_LENGTH", 15, parse, `a number from 8 to ${passwordMaxBytes}`);
}

function readPolicy(read: Read, problems: string[]): SessionPolicy {
  const duration = (name: string, fallback: Duration) =>
    read(name, fallback, parseDuration, "a duration like 30m, 8h or 14d");
  const timeouts = (prefix: string, idle: Duration, absolute: Duration) => {
    const pair = {
      idle: duration(`${prefix}IDLE_TIMEOUT`, idle),
      absolute: duration(`${prefix}ABSOLUTE_TIMEOUT`, absolute),
    };
    if (pair.idle > pair.absolute)
      problems.push(`${prefix}IDLE_TIMEOUT must not be longer than ${prefix}ABSOLUTE_TIMEOUT.`);
    return pair;
  };
  const parseMax = (text: string) => parseCount(text, 1, 10_000);
  const member = timeouts("", hours(1), hours(24));
  const remembered = timeouts("REMEMBER_", days(14), days(30));
  const admin = timeouts("ADMIN_", minutes(30), hours(8));
  const shortestIdle = shortest(member.idle, remembered.idle, admin.idle);
  const touchInterval = duration("TOUCH_INTERVAL", shortest(minutes(1), half(shortestIdle)));
  // Otherwise a session in use would time out before anybody noted that it is.
  if (touchInterval >= shortestIdle)
    problems.push("TOUCH_INTERVAL must be shorter than every idle timeout.");
  return {
    member,
    remembered,
    admin,
    freshWindow: duration("FRESH_WINDOW", minutes(10)),
    touchInterval,
    maxSessions: read("MAX_SESSIONS", 100, parseMax, "a number from 1 to 10000"),
  };
}

function readRetention(read: Read): Retention {
  const duration = (name: string, fallback: Duration) =>
    read(name, fallback, parseDuration, "a duration like 30d");
  return {
    endedSessions: duration("ENDED_SESSIONS_KEPT", days(30)),
    events: duration("EVENTS_KEPT", days(365)),
    addresses: duration("ADDRESSES_KEPT", days(90)),
    deletionGrace: duration("DELETION_GRACE", days(14)),
  };
}
