import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import Tinypool from "tinypool";
import { networkOf } from "#lib/throttle/network.ts";
import { passwordMaxBytes } from "./password-rules.ts";

/**
 * Hashes and checks passwords away from the event loop. Null means: too many are waiting, try again shortly.
 * `from` is the address that asks; none may take all the places.
 */
export interface Passwords {
  /** A bcrypt hash; the password must have passed `passwordProblem`. */
  hash(password: string, from?: string): Promise<string | null>;
  /** Checks against `hash`, or does the same work for nothing when there is none. */
  matches(password: string, hash: string | null, from?: string): Promise<boolean | null>;
  close(): Promise<void>;
}

const defaultCost = 12;
/** Places in the queue for each thread: beyond them a clear refusal serves everybody better than waiting. */
const queuePerThread = 64;
/** A single address fills half of it: about ten seconds of work at cost 12, after which others have their turn. */
const placesPerAddress = queuePerThread / 2;

export function bcryptPasswords(cost = defaultCost): Passwords {
  let pool: Tinypool | null = null;
  const waiting = new Map<string, number>();
  // No password has this hash: the characters after the cost were not computed from one.
  const nobodys = `$2b$${String(cost).padStart(2, "0")}$${"latchkey".repeat(7).slice(0, 53)}`;

  return {
    hash: (password, from) => fairly(from, () => run<string>({ password, cost })),

    async matches(password, hash, from) {
      // bcrypt would compare the first 72 bytes, or those before a null character, and call that equal.
      const isWhole = Buffer.byteLength(password) <= passwordMaxBytes && !password.includes("\0");
      const canMatch = hash !== null && isWhole;
      const task = canMatch ? { password, hash } : { password: "", hash: nobodys };
      const same = await fairly(from, () => run<boolean>(task));
      return same && canMatch;
    },

    close: async () => pool?.destroy(),
  };

  async function fairly<T>(address: string | undefined, work: () => Promise<T>): Promise<T | null> {
    if (address === undefined) return work();
    const from = networkOf(address);
    const places = waiting.get(from) ?? 0;
    if (places >= placesPerAddress) return null;
    waiting.set(from, places + 1);
    try {
      return await work();
    } finally {
      const left = (waiting.get(from) ?? 1) - 1;
      if (left === 0) waiting.delete(from);
      else waiting.set(from, left);
    }
  }

  async function run<T>(task: Task): Promise<T | null> {
    pool ??= startPool();
    try {
      return await pool.run(task);
    } catch (error) {
      if (/queue is at limit/.test(String(error))) return null;
      throw error;
    }
  }
}

type Task = { password: string; cost: number } | { password: string; hash: string };

/** One processor stays free for requests where there is more than one. */
function startPool(): Tinypool {
  const threads = Math.max(1, availableParallelism() - 1);
  return new Tinypool({
    filename: resolve("lib/account/password-worker.mjs"),
    minThreads: 0,
    maxThreads: threads,
    maxQueue: threads * queuePerThread,
    idleTimeout: 60_000,
    concurrentTasksPerWorker: 1,
  });
}
