import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { defaults, freePort, root } from "../e2e/server.ts";
import { longLived } from "./latchkey.ts";

/** A server that is being measured. */
export interface Server {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

const next = join(root, "node_modules/next/dist/bin/next");
const secret = createHash("sha256").update("for the benchmark").digest("base64");
export const serverSecret = secret;

/** The production build in `folder`, on a filled database. */
export async function startLatchkey(
  databaseFile: string,
  { folder = root, settings = {} }: { folder?: string; settings?: Record<string, string> } = {},
): Promise<Server> {
  const port = await freePort();
  const environment = {
    ...defaults,
    ...longLived,
    DATABASE_URL: `file:${databaseFile}`,
    SESSION_SECRET: secret,
    PORT: String(port),
    ...settings,
  };
  return start(["scripts/serve.ts"], folder, environment, `http://localhost:${port}`, "/login");
}

/** Better Auth in a Next application of the same version. */
export async function startBetterAuth(databaseFile: string): Promise<Server> {
  const folder = join(root, "bench/better-auth-app");
  await run([next, "build"], folder);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const environment = {
    BETTER_AUTH_DB: databaseFile,
    BETTER_AUTH_URL: url,
    NODE_ENV: "production",
  };
  return start([next, "start", "-p", String(port)], folder, environment, url, "/");
}

/** Latchkey with a session that costs nothing: built from a copy that bench/free-session is laid over. */
export async function buildFreeSession(): Promise<string> {
  const folder = join(root, ".next/free-session");
  const parts =
    "app db lib scripts proxy.ts instrumentation.ts package.json postcss.config.mjs tsconfig.json";
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const part of parts.split(" "))
    await cp(join(root, part), join(folder, part), { recursive: true });
  await cp(join(root, "bench/free-session"), folder, { recursive: true });
  await writeFile(
    join(folder, "next.config.ts"),
    `import config from "../../next.config.ts";
     export default { ...config, turbopack: { root: ${JSON.stringify(root)} } };`,
  );
  await run([next, "build"], folder);
  return folder;
}

async function run(args: string[], cwd: string): Promise<void> {
  const env = { ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
  await promisify(execFile)(process.execPath, args, { cwd, env, maxBuffer: 1e8 });
}

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

async function start(
  args: string[],
  cwd: string,
  environment: Record<string, string>,
  url: string,
  path: string,
): Promise<Server> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", ...environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(child, "exit");
  running.add(child);
  void ended.then(() => running.delete(child));
  while (!(await answers(url + path))) {
    if (child.exitCode !== null) throw new Error(`${args[0]} ended with ${child.exitCode}.`);
    await sleep(50);
  }
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { redirect: "manual" })).status < 500;
  } catch {
    return false;
  }
}

/** Resident memory of a process in megabytes, where the system tells. */
export function memoryOf(pid: number): number | null {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return null;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(file, "utf8"))?.[1]) / 1_024;
}
