import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the server is told in its environment; everything else has its default. */
export type Settings = Readonly<Record<string, string>>;

export interface RunningServer {
  url: string;
  databaseFile: string;
  /** The environment it was started with, for commands that are to meet the same database. */
  environment: Record<string, string>;
  /** All that it has printed so far. */
  log(): string;
  stop(): Promise<void>;
}

export const root = join(import.meta.dirname, "..");

// Set, though empty, so that neither the shell nor a developer's .env has a say.
const names =
  "PUBLIC_URL SESSION_SECRET SIGNUP TRUSTED_PROXIES IDLE_TIMEOUT ABSOLUTE_TIMEOUT REMEMBER_IDLE_TIMEOUT " +
  "REMEMBER_ABSOLUTE_TIMEOUT ADMIN_IDLE_TIMEOUT ADMIN_ABSOLUTE_TIMEOUT FRESH_WINDOW TOUCH_INTERVAL " +
  "MAX_SESSIONS PASSWORD_MIN_LENGTH SMTP_URL MAIL_FROM GEOIP_DB METRICS_TOKEN ALLOW_HTTP " +
  "ENDED_SESSIONS_KEPT EVENTS_KEPT ADDRESSES_KEPT DELETION_GRACE";
export const defaults = Object.fromEntries(names.split(" ").map((name) => [name, ""]));

/** Starts the production build in `folder` on a database and a port of its own. */
export async function startServer(
  settings: Settings = {},
  folder: string = root,
): Promise<RunningServer> {
  const directory = mkdtempSync(join(tmpdir(), "latchkey-e2e-"));
  const databaseFile = join(directory, "latchkey.db");
  const port = await freePort();
  const environment = {
    ...defaults,
    PATH: process.env.PATH ?? "",
    PORT: String(port),
    DATABASE_URL: `file:${databaseFile}`,
    ...settings,
  };
  const logFile = join(directory, "server.log");
  const stop = await run(folder, environment, logFile);
  return {
    url: `http://localhost:${port}`,
    databaseFile,
    environment,
    log: () => readFileSync(logFile, "utf8"),
    stop: async () => {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Resolves, when the server says that it is ready, to what stops it. */
async function run(
  folder: string,
  environment: Record<string, string>,
  logFile: string,
): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ["scripts/serve.ts"], {
    cwd: folder,
    env: environment as NodeJS.ProcessEnv,
    // Errors go straight to the file, so that they stand there before the answer is out. The channel
    // ends the server with the tests, however they end.
    stdio: ["ignore", "pipe", openSync(logFile, "a"), "ipc"],
  });
  const ended = once(child, "exit");
  const ready = new Promise<void>((resolve) => {
    child.stdout?.on("data", (printed: Buffer) => {
      appendFileSync(logFile, printed);
      if (readFileSync(logFile, "utf8").includes("Latchkey is ready at")) resolve();
    });
  });
  const failed = ended.then(() => {
    throw new Error(`The server did not start:\n${readFileSync(logFile, "utf8")}`);
  });
  failed.catch(() => {});
  await Promise.race([ready, failed]);
  return async () => {
    child.kill("SIGTERM");
    await ended;
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No port is free.");
  return address.port;
}
