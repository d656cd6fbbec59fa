// Runs in a worker thread: one comparison at cost 12 takes about 0.3 s of processor time.
// Plain JavaScript, because the pool loads this file as it is, outside the build.
import { readlinkSync } from "node:fs";
import { getPriority, setPriority } from "node:os";
import bcrypt from "bcryptjs";

yieldToRequests();

/** @param {{ password: string, cost: number } | { password: string, hash: string }} task */
export default function work(task) {
  return "hash" in task
    ? bcrypt.compareSync(task.password, task.hash)
    : bcrypt.hashSync(task.password, task.cost);
}

/**
 * Where processors are short, whoever is signed in already goes first: ten steps leave a tenth of the share. Only
 * Linux gives a thread a priority of its own.
 */
function yieldToRequests() {
  try {
    const thread = /\d+$/.exec(readlinkSync("/proc/thread-self"))?.[0];
    if (thread) setPriority(Number(thread), Math.min(19, getPriority() + 10));
  } catch {
    // Elsewhere, or not allowed: it hashes as everything else runs.
  }
}
