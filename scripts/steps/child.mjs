import { spawn } from "node:child_process";
import { Refused } from "./refused.mjs";
import { root } from "./root.mjs";

const running = new Set();
let stoppedBy = null;

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, stop);
if (process.env.npm_lifecycle_event) stopWithParent();

function stop(signal) {
  stoppedBy = signal;
  if (running.size === 0) process.exit(130);
  for (const child of running) child.kill(signal);
}

/** npm passes a signal to the shell between us and it, and that one dies of it without a word. */
function stopWithParent() {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop("SIGTERM");
  }, 500);
  watch.unref();
}

/** Runs a command to its end, in silence. Throws what it printed when it fails. */
export async function run(command, args, { env = {}, ...options } = {}) {
  const child = begin(command, args, { stdio: ["ignore", "pipe", "pipe"], env, ...options });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => (output += text));
  const status = await ended(child);
  if (stoppedBy !== null) process.exit(130);
  if (status !== 0) throw new Refused(output.trim() || `${command} ended with status ${status}.`);
  return output;
}

/** Runs a server until it ends. The status is 0 only when it was asked to stop and did so in order. */
export async function runServer(command, args) {
  // When this process is killed outright, the closed channel tells the server to stop.
  const child = begin(command, args, { stdio: ["inherit", "inherit", "inherit", "ipc"], env: {} });
  const status = await ended(child);
  return stoppedBy === null ? status || 1 : status;
}

function begin(command, args, { env, ...options }) {
  const allEnv = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env };
  const child = spawn(command, args, { cwd: root, env: allEnv, ...options });
  running.add(child);
  return child;
}

/** The exit status; 0 for a child that ended by the very signal it was sent. */
function ended(child) {
  const end = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status, signal) => resolve(status ?? (signal === stoppedBy ? 0 : 1)));
  });
  return end.finally(() => running.delete(child));
}
