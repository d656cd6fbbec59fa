import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import Tinypool from "tinypool";
import { passwordMaxBytes } from "./password-rules.ts";

/** Hashes and checks passwords away from the event loop. Null means: too many are waiting, try again shortly. */
export interface Passwords {
  /** A bcrypt hash; the password must have passed `passwordProblem`. */
  hash(password: string): Promise<string | null>;
  /** Checks against `hash`, or does the same work for nothing when there is none. */
  matches(password: string, hash: string | null): Promise<boolean | null>;
  close(): Promise<void>;
}

const defaultCost = 12;
/** About ten seconds of waiting at cost 12; beyond it a clear refusal serves everybody better. */
const queuePerThread = 32;

export function bcryptPasswords(cost = defaultCost): Passwords {
  let pool: Tinypool | null = null;
  // No password has this hash: the characters after the cost were not computed from one.
  const nobodys = `$2b$${String(cost).padStart(2, "0")}$${"latchkey".repeat(7).slice(0, 53)}`;

  return {
    hash: (password) => run<string>({ password, cost }),

    async matches(password, hash) {
      // bcrypt would compare the first 72 bytes and call that equal.
      const canMatch = hash !== null && Buffer.byteLength(password) <= passwordMaxBytes;
      const task = canMatch ? { password, hash } : { password: "", hash: nobodys };
      const same = await run<boolean>(task);
      return same && canMatch;
    },

    close: async () => pool?.destroy(),
  };

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
