import "server-only";
import { logProblem } from "#lib/server/log.ts";
import { isStoreFailure } from "#lib/server/store-failure.ts";
import { tryAgainLater } from "./try-again.ts";

/**
 * Runs an action's work. When the data cannot be reached, answers 503 and returns what `otherwise` makes of the
 * sentence that says so: a form that keeps what was typed.
 */
export async function orUnavailable<T>(
  work: () => Promise<T>,
  otherwise: (problem: string) => T,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isStoreFailure(error)) throw error;
    logProblem("an action could not reach the data", error);
    const sentence = "Latchkey cannot reach its data right now. Nothing was changed.";
    return otherwise(tryAgainLater(503, null, sentence));
  }
}
