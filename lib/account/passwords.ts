import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import Tinypool from "tinypool";
import { passwordMaxBytes } from "./password-rules.ts";

/** Hashes and checks passwords away from the event loop. */
export interface Passwords {
  /** A bcrypt hash; the password must have passed `passwordProblem`. */
  hash(password: string): Promise<string>;
  /** Checks against `hash`, or does the same work for nothing when there is none. */
  matches(password: string, hash: string | null): Promise<boolean>;
  close(): Promise<void>;
}

/** Too many password checks are waiting; whoever asked may try again shortly. */
export class PasswordsBusy extends Error {
  override readonly name = "PasswordsBusy";
  readonly code = "passwords_busy";
}

const defaultCost = 12;
/** About ten seconds of waiting; beyond it a clear refusal serves everybody better. */
const queuePerThread = 32;

export function bcryptPasswords(cost = defaultCost): Passwords {
  let pool: Tinypool | null = null;
  let dummy: Promise<string> | null = null;

  const hash = (password: string): Promise<string> => run({ password, cost });

  return {
    hash,
    async matches(password, known) {
      // Longer than any stored password: bcrypt would compare only the first 72 bytes.
      const tooLong = Buffer.byteLength(password) > passwordMaxBytes;
      dummy ??= hash("nobody's password");
      const against = known === null || tooLong ? await dummy : known;
      const same = await run<boolean>({ password: tooLong ? "" : password, hash: against });
      return same && known !== null && !tooLong;
    },
    close: async () => pool?.destroy(),
  };

  async function run<T>(task: { password: string; cost: number } | { password: string; hash: string }): Promise<T> {
    pool ??= startPool();
    try {
      return await pool.run(task);
    } catch (error) {
      if (/queue is at limit/.test(String(error))) throw new PasswordsBusy();
      throw error;
    }
  }
}

/** One thread stays free for requests where there is more than one processor. */
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
