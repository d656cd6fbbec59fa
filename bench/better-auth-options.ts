import { createHmac } from "node:crypto";
import type BetterSqlite3 from "better-sqlite3";

export const betterAuthSecret = createHmac("sha256", "for the benchmark").digest("hex");

/** Better Auth as its documentation sets it up on SQLite, with what it says and sends switched off. */
export function betterAuthOptions(database: BetterSqlite3.Database, baseURL: string) {
  return {
    database,
    secret: betterAuthSecret,
    baseURL,
    emailAndPassword: { enabled: true },
    logger: { disabled: true },
    telemetry: { enabled: false },
    // Its limit for one address would end the measurement.
    rateLimit: { enabled: false },
  };
}
