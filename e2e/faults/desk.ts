import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { defaults, freePort, root, type Settings } from "../server.ts";
import { NotHere } from "./fault.ts";

/** One server process, which a fault may treat as badly as it likes. */
export interface Desk {
  url: string;
  port: number;
  pid: number;
  databaseFile: string;
  environment: Record<string, string>;
  log(): string;
  isAlive(): boolean;
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<void>;
  /** In megabytes. */
  memory(): number;
}

export interface DeskOptions {
  settings?: Settings;
  /** Kept between servers: the database and its secret lie there. */
  directory: string;
  /** A program that starts the server, with its arguments. */
  under?: string[];
  port?: number;
}

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts the production build and resolves when it is ready; throws with what it printed when it ends instead. */
export async function startDesk(options: DeskOptions): Promise<Desk> {
  const { directory, under = [], settings = {}, port = await freePort() } = options;
  const databaseFile = join(directory, "latchkey.db");
  const environment: Record<string, string> = {
    ...defaults,
    PATH: process.env.PATH ?? "",
    PORT: String(port),
    DATABASE_URL: `file:${databaseFile}`,
    ...settings,
  };
  const logFile = join(mkdtempSync(join(tmpdir(), "latchkey-log-")), "log");
  const log = () => readFileSync(logFile, "utf8");
  const [program = "", ...args] = [...under, process.execPath, "scripts/serve.ts"];
  const child = spawn(program, args, {
    cwd: root,
    env: environment as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", openSync(logFile, "a"), "ignore"],
  });
  running.add(child);
  const ended = once(child, "exit").finally(() => running.delete(child));
  await ready(child, ended, logFile);
  return {
    url: `http://localhost:${port}`,
    port,
    pid: child.pid ?? 0,
    databaseFile,
    environment,
    log,
    isAlive: () => running.has(child),
    memory: () => residentKilobytes(child.pid) / 1024,
    async end(signal) {
      child.kill(signal);
      await ended;
    },
  };
}

async function ready(child: ChildProcess, ended: Promise<unknown>, logFile: string): Promise<void> {
  const greeted = new Promise<void>((resolve) => {
    let said = "";
    child.stdout?.on("data", (printed: Buffer) => {
      appendFileSync(logFile, printed);
      said += printed;
      if (said.includes("Latchkey is ready at")) resolve();
    });
  });
  const failed = ended.then(() => {
    throw new Error(readFileSync(logFile, "utf8").trim());
  });
  failed.catch(() => {});
  await Promise.race([greeted, failed]);
}

function residentKilobytes(pid = 0): number {
  const status = `/proc/${pid}/status`;
  if (existsSync(status)) return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(status, "utf8"))?.[1]);
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }));
}

/** Runs `work` with a folder of its own that is removed afterwards. */
export async function inFolder<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "latchkey-fault-"));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The path of a program, or `NotHere` with how to get it. */
export function programNamed(name: string): string {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"];
  const found = folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
  if (found === undefined) throw new NotHere(`${name} is not installed (apt-get install ${name})`);
  return found;
}

/** Runs `work` in a small file system in memory; only root may make one. */
export async function onSmallDisk<T>(
  megabytes: number,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  return inFolder(async (directory) => {
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", directory], {
        stdio: "ignore",
      });
    } catch {
      throw new NotHere("making a small file system needs root on Linux");
    }
    try {
      return await work(directory);
    } finally {
      execFileSync("umount", ["--lazy", directory]);
    }
  });
}
