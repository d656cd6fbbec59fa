import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Database } from "#db/open.ts";
import type { Passwords } from "#lib/account/passwords.ts";
import type { Sessions } from "#lib/session/sessions.ts";
import { registerDeskFigures } from "./desk-figures.ts";

/** What is counted and measured, in Prometheus' terms; docs/adr/0014 says what each figure spans. */
export function metricsOf(database: Database) {
  const registry = new Registry();
  const registers = [registry];
  const signIns = new Counter({
    name: "latchkey_sign_ins_total",
    help: "Attempts to sign in that this process answered, by outcome.",
    labelNames: ["outcome"],
    registers,
  });
  const checks = new Histogram({
    name: "latchkey_session_check_seconds",
    help: "How long looking up a session took.",
    buckets: [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1],
    registers,
  });
  const hashing = new Gauge({
    name: "latchkey_passwords_waiting",
    help: "Passwords that wait to be hashed or checked, with those being worked on.",
    registers,
  });
  const busy = new Counter({
    name: "latchkey_password_busy_refusals_total",
    help: "Passwords not looked at because too many were waiting.",
    registers,
  });
  registerDeskFigures(registry, database);

  async function counted<T>(work: Promise<T | null>): Promise<T | null> {
    hashing.inc();
    try {
      const done = await work;
      if (done === null) busy.inc();
      return done;
    } finally {
      hashing.dec();
    }
  }

  return {
    contentType: registry.contentType,
    /** All figures as Prometheus reads them. */
    text: (): Promise<string> => registry.metrics(),

    /** Adds what Node tells of this process: processor time, memory, event-loop lag. Once a process. */
    watchProcess: (): void => collectDefaultMetrics({ register: registry }),

    async countSignIn<T extends { kind: string }>(attempt: Promise<T>): Promise<T> {
      let outcome = "failed";
      try {
        const answer = await attempt;
        outcome = answer.kind;
        return answer;
      } finally {
        signIns.inc({ outcome });
      }
    },

    watchSessions: (sessions: Sessions): Sessions => ({
      ...sessions,
      async find(token) {
        const startedAt = performance.now();
        try {
          return await sessions.find(token);
        } finally {
          checks.observe((performance.now() - startedAt) / 1_000);
        }
      },
    }),

    watchPasswords: (passwords: Passwords): Passwords => ({
      ...passwords,
      hash: (...asked) => counted(passwords.hash(...asked)),
      matches: (...asked) => counted(passwords.matches(...asked)),
    }),
  };
}
