import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, vi } from "vitest";
import { type Database, immediate, openDatabase } from "#db/open.ts";
import { bcryptPasswords } from "#lib/account/passwords.ts";
import { readEnv } from "#lib/env.ts";
import { createServices, type Services } from "#lib/services.ts";
import type { SignedIn } from "#lib/session/sessions.ts";
import type { SessionToken } from "#lib/session/token.ts";

/** What a command ended with. */
export interface Answer {
  status: number | null;
  output: string;
  errors: string;
}

export interface RunOptions {
  input?: string | Buffer;
  settings?: Record<string, string>;
}

export interface Desk {
  database: Database;
  /** This process's own services, as a running server has them beside the command line. */
  services: Services;
  file: string;
  latchkey: (args: string[], options?: RunOptions) => Promise<Answer>;
}

// Each command is a process of its own, which takes its time where many others run.
vi.setConfig({ testTimeout: 30_000 });

// The tests of a file run side by side: what they use is cleared away when all of them are done.
let directory = "";
const desks: Desk[] = [];
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "latchkey-"));
});
afterAll(async () => {
  for (const { services } of desks) await services.close();
  rmSync(directory, { recursive: true, force: true });
});

export const newFolder = (): string => mkdtempSync(join(directory, "-"));

/** A database of its own, open here, and the command line that works on it. */
export function aDesk(): Desk {
  const file = join(newFolder(), "latchkey.db");
  const database = openDatabase(file);
  const env = readEnv({ DATABASE_URL: `file:${file}`, SESSION_SECRET: "s".repeat(32) });
  const services = createServices({ env, database, passwords: bcryptPasswords(4) });
  const desk = { database, services, file, latchkey: latchkeyOn(file) };
  desks.push(desk);
  return desk;
}

/** Runs `latchkey` with the given arguments in a process of its own, on this database. */
export function latchkeyOn(file: string): Desk["latchkey"] {
  return async (args, { input = "", settings = {} } = {}) => {
    const child = spawn(process.execPath, [resolve("scripts/latchkey.ts"), ...args], {
      // Compiled once for all commands of a file, which halves what each of them costs.
      env: {
        NODE_ENV: "production",
        NODE_COMPILE_CACHE: directory,
        DATABASE_URL: `file:${file}`,
        ...settings,
      },
    });
    // A command that refuses before it reads leaves the pipe.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    const output = text(child.stdout);
    const errors = text(child.stderr);
    const status = await new Promise<number | null>((done) => child.once("close", done));
    return { status, output: await output, errors: await errors };
  };
}

/** Starts a session of the account on a device. */
export async function signedIn(
  { services }: Desk,
  account: SignedIn,
  userAgent = firefox,
): Promise<SessionToken> {
  const client = { address: "192.0.2.7", userAgent };
  const issued = await services.sessions.start(account, { client, remember: true });
  if (issued === null) throw new Error("No session was started.");
  return issued.token;
}

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";

/** Many rows in one transaction. */
export function times(count: number, { database }: Desk, add: (number: number) => void): void {
  immediate(database, () => {
    for (let number = 0; number < count; number++) add(number);
  });
}

/** What the trail says was done from the command line, oldest first. */
export async function doneFromShell({
  services,
}: Desk): Promise<[name: string, email: string | null][]> {
  const { items } = await services.audit.list({}, { size: 1_000 });
  const done = items.filter(({ actor }) => actor.kind === "command_line").reverse();
  return done.map(({ name, account }) => [name, account?.email ?? null]);
}
