import { betterAuth } from "better-auth";
import BetterSqlite3 from "better-sqlite3";
import { betterAuthOptions } from "../better-auth-options.ts";

export const auth = betterAuth(
  betterAuthOptions(
    new BetterSqlite3(process.env.BETTER_AUTH_DB),
    process.env.BETTER_AUTH_URL ?? "http://localhost:3000",
  ),
);
