import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { days, hours, minutes, seconds } from "./duration.ts";
import { readEnv, SettingsRefused } from "./env.ts";

const secret = "9vVqk3rGQJmT0a-x7yWcEo5LbHsNfZ1u";

function problemsOf(variables: Record<string, string>): string[] {
  try {
    readEnv(variables);
  } catch (error) {
    if (error instanceof SettingsRefused) return error.message.split("\n  ").slice(1);
    throw error;
  }
  return [];
}

const defaults = {
  production: false,
  port: 3000,
  publicUrl: new URL("http://localhost:3000"),
  databaseFile: resolve("data/latchkey.db"),
  dataDirectory: resolve("data"),
  sessionSecrets: [],
  signup: "open",
  trustedProxies: [],
  passwordMinLength: 15,
  policy: {
    member: { idle: hours(1), absolute: hours(24) },
    remembered: { idle: days(14), absolute: days(30) },
    admin: { idle: minutes(30), absolute: hours(8) },
    freshWindow: minutes(10),
    touchInterval: minutes(1),
    maxSessions: 100,
  },
  smtpUrl: null,
  mailFrom: null,
  metricsToken: null,
  allowHttp: false,
  retention: {
    endedSessions: days(30),
    events: days(365),
    addresses: days(90),
    deletionGrace: days(14),
  },
};

const names =
  `PORT PUBLIC_URL DATABASE_URL SESSION_SECRET SIGNUP TRUSTED_PROXIES PASSWORD_MIN_LENGTH IDLE_TIMEOUT
  ABSOLUTE_TIMEOUT REMEMBER_IDLE_TIMEOUT REMEMBER_ABSOLUTE_TIMEOUT ADMIN_IDLE_TIMEOUT ADMIN_ABSOLUTE_TIMEOUT
  FRESH_WINDOW TOUCH_INTERVAL MAX_SESSIONS SMTP_URL MAIL_FROM METRICS_TOKEN ALLOW_HTTP ENDED_SESSIONS_KEPT
  EVENTS_KEPT ADDRESSES_KEPT DELETION_GRACE`.split(/\s+/);

test("without any setting the defaults hold", () => {
  expect(readEnv({})).toEqual(defaults);
});

test.each(["", "  "])("settings that are there but empty, %j, are as if they were not", (empty) => {
  expect(readEnv(Object.fromEntries(names.map((name) => [name, empty])))).toEqual(defaults);
});

test("every setting is read", () => {
  const env = readEnv({
    NODE_ENV: "production",
    PORT: "8080",
    PUBLIC_URL: "https://login.example.com",
    DATABASE_URL: "file:/var/lib/latchkey/desk.db",
    SESSION_SECRET: `${secret} 2,${secret} 1`,
    SIGNUP: "closed",
    TRUSTED_PROXIES: "10.0.0.0/8, 192.0.2.1,2001:db8::/32",
    PASSWORD_MIN_LENGTH: "8",
    IDLE_TIMEOUT: "2h",
    ABSOLUTE_TIMEOUT: "12h",
    REMEMBER_IDLE_TIMEOUT: "7d",
    REMEMBER_ABSOLUTE_TIMEOUT: "20d",
    ADMIN_IDLE_TIMEOUT: "15m",
    ADMIN_ABSOLUTE_TIMEOUT: "4h",
    FRESH_WINDOW: "5m",
    TOUCH_INTERVAL: "30s",
    MAX_SESSIONS: "5",
    SMTP_URL: "smtps://latchkey:secret@mail.example.com",
    MAIL_FROM: "Latchkey <latchkey@example.com>",
    METRICS_TOKEN: "a token for metrics".replaceAll(" ", "-"),
    ALLOW_HTTP: "yes",
    ENDED_SESSIONS_KEPT: "10d",
    EVENTS_KEPT: "90d",
    ADDRESSES_KEPT: "7d",
    DELETION_GRACE: "1h",
  });
  expect(env).toEqual({
    production: true,
    port: 8080,
    publicUrl: new URL("https://login.example.com"),
    databaseFile: "/var/lib/latchkey/desk.db",
    dataDirectory: "/var/lib/latchkey",
    sessionSecrets: [`${secret} 2`, `${secret} 1`],
    signup: "closed",
    trustedProxies: ["10.0.0.0/8", "192.0.2.1", "2001:db8::/32"],
    passwordMinLength: 8,
    policy: {
      member: { idle: hours(2), absolute: hours(12) },
      remembered: { idle: days(7), absolute: days(20) },
      admin: { idle: minutes(15), absolute: hours(4) },
      freshWindow: minutes(5),
      touchInterval: seconds(30),
      maxSessions: 5,
    },
    smtpUrl: new URL("smtps://latchkey:secret@mail.example.com"),
    mailFrom: "Latchkey <latchkey@example.com>",
    metricsToken: "a-token-for-metrics",
    allowHttp: true,
    retention: {
      endedSessions: days(10),
      events: days(90),
      addresses: days(7),
      deletionGrace: hours(1),
    },
  });
});

test("all wrong settings are reported together, one on each line, each by its name", () => {
  const wrong = Object.fromEntries(names.map((name) => [name, "?"]));
  const problems = problemsOf(wrong);
  expect(problems.map((problem) => problem.split(" ")[0]).toSorted()).toEqual(names.toSorted());
  expect(problems).toContain("PORT must be a port number from 1 to 65535.");
  expect(() => readEnv(wrong)).toThrow(expect.objectContaining({ code: "settings_refused" }));
});

test("no secret is repeated in what is reported", () => {
  expect(problemsOf({ SESSION_SECRET: "hunter2" }).join()).not.toContain("hunter2");
});

describe("a wrong value is refused:", () => {
  test.each([
    ["PORT", ["0", "65536", "-1", "3000.5", "0x10", "http", "1e3"]],
    [
      "PUBLIC_URL",
      [
        "login.example.com",
        "ftp://login.example.com",
        "https://login.example.com/path",
        "https://login.example.com?a",
        "https://login.example.com#a",
        "https://ada@login.example.com",
        "https://",
        "javascript:alert(1)",
      ],
    ],
    [
      "DATABASE_URL",
      [
        "./data/latchkey.db",
        "file:",
        "postgres://localhost/db",
        "file://./data/x.db",
        "file://host/x.db",
      ],
    ],
    [
      "SESSION_SECRET",
      [
        "short",
        "a".repeat(31),
        `${secret},short`,
        `${secret},`,
        `,${secret}`,
        `${secret},,${secret}`,
      ],
    ],
    ["SIGNUP", ["yes", "Open", "true", "closed!"]],
    [
      "TRUSTED_PROXIES",
      [
        "proxy",
        "10.0.0.0/33",
        "10.0.0.1,",
        "10.0.0.0/8 10.1.0.0/16",
        "2001:db8::/129",
        "127.1",
        "10/8",
        "*",
      ],
    ],
    [
      "SMTP_URL",
      [
        "mail.example.com",
        "https://mail.example.com",
        "smtp://",
        "smtp://mail.example.com/x",
        "smtp://mail.example.com?tls.rejectUnauthorized=false",
        "smtp://ada:100%@mail.example.com",
      ],
    ],
    [
      "MAIL_FROM",
      ["nobody", "Ada <ada@example.com", "a@example.com, b@example.com", "x\ny <a@example.com>"],
    ],
    ["PASSWORD_MIN_LENGTH", ["7", "73", "-8", "many"]],
    ["MAX_SESSIONS", ["0", "10001", "1.5", "all"]],
    ["IDLE_TIMEOUT", ["0m", "60", "1 hour", "-1h", "1h30m"]],
  ])("%s", (name, values) => {
    for (const value of values)
      expect(problemsOf({ [name]: value }), value).toEqual([
        expect.stringMatching(`^${name} must be `),
      ]);
  });
});

test.each(["", "REMEMBER_", "ADMIN_"])(
  "%sIDLE_TIMEOUT cannot be longer than the absolute one",
  (prefix) => {
    const settings = { [`${prefix}IDLE_TIMEOUT`]: "2h", [`${prefix}ABSOLUTE_TIMEOUT`]: "1h" };
    expect(problemsOf(settings)).toEqual([
      `${prefix}IDLE_TIMEOUT must not be longer than ${prefix}ABSOLUTE_TIMEOUT.`,
    ]);
    expect(problemsOf({ ...settings, [`${prefix}ABSOLUTE_TIMEOUT`]: "2h" })).toEqual([]);
  },
);

describe("a session in use must be touched before it is idle for too long:", () => {
  test.each([
    [{ IDLE_TIMEOUT: "30s", TOUCH_INTERVAL: "30s" }],
    [{ ADMIN_IDLE_TIMEOUT: "1m", TOUCH_INTERVAL: "5m" }],
    [{ REMEMBER_IDLE_TIMEOUT: "10s", TOUCH_INTERVAL: "1m" }],
  ])("%o is refused", (settings) => {
    expect(problemsOf(settings)).toEqual([
      "TOUCH_INTERVAL must be shorter than every idle timeout.",
    ]);
  });

  test("without a setting the touch interval gives way to a short idle timeout", () => {
    expect(readEnv({ IDLE_TIMEOUT: "30s" }).policy.touchInterval).toBe(seconds(15));
    expect(readEnv({ IDLE_TIMEOUT: "10m" }).policy.touchInterval).toBe(minutes(1));
  });
});

test.each([
  ["file:./data/latchkey.db", resolve("data/latchkey.db")],
  ["file:desk.db", resolve("desk.db")],
  ["file:/srv/desk.db", "/srv/desk.db"],
  ["file:///srv/desk.db", "/srv/desk.db"],
  ["file:my desk.db", resolve("my desk.db")],
])("the database of %s is %s", (url, file) => {
  expect(readEnv({ DATABASE_URL: url }).databaseFile).toBe(file);
});

test("links use the port when no public address is given", () => {
  expect(readEnv({ PORT: "8080" }).publicUrl.href).toBe("http://localhost:8080/");
});

describe("ASVS 13.2.3: a secret that is too easy to guess", () => {
  const sentence = "SESSION_SECRET is too easy to guess. Make one with: openssl rand -base64 33";

  test.each(["s".repeat(32), "change-me-change-me-change-me-1234", `${secret},${"ab".repeat(20)}`])(
    "is refused in production: %s",
    (weak) => {
      expect(problemsOf({ NODE_ENV: "production", SESSION_SECRET: weak })).toEqual([sentence]);
    },
  );

  test("passes while developing", () => {
    expect(problemsOf({ NODE_ENV: "development", SESSION_SECRET: "s".repeat(32) })).toEqual([]);
  });
});

describe("ASVS 3.3.1: plain http", () => {
  const refused = [expect.stringMatching(/^PUBLIC_URL must be https: .+ ALLOW_HTTP=yes /)];

  test.each(["http://login.example.com", "http://192.168.1.2:3000", "http://localhost.evil.com"])(
    "to %s is refused unless it is meant",
    (url) => {
      expect(problemsOf({ PUBLIC_URL: url })).toEqual(refused);
      expect(problemsOf({ PUBLIC_URL: url, ALLOW_HTTP: "no" })).toEqual(refused);
      expect(problemsOf({ PUBLIC_URL: url, ALLOW_HTTP: "yes" })).toEqual([]);
    },
  );

  test.each([
    "http://localhost:8080",
    "http://127.0.0.1",
    "http://[::1]:3000",
    "http://a.localhost",
  ])("to %s stays on the machine", (url) => expect(problemsOf({ PUBLIC_URL: url })).toEqual([]));
});
