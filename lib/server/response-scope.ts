import { AsyncLocalStorage } from "node:async_hooks";

/** What code deep inside a page wants the answer to its request to be. */
export interface ResponseScope {
  status?: number;
  /** Something threw, so whatever is being sent was not meant to be. */
  failed?: boolean;
  /** What the log calls this request, and the page that says that it failed. */
  requestId?: string;
  headers: Record<string, string>;
}

// The server and Next's bundle each have their own copy of this file, so they meet on globalThis.
const key: unique symbol = Symbol.for("latchkey.response");
const shared = globalThis as { [key]?: AsyncLocalStorage<ResponseScope> };
shared[key] ??= new AsyncLocalStorage();
const storage = shared[key];

/** Runs `work` so that `setStatus`, wherever it is called below, speaks of `scope`. */
export function inScope<T>(scope: ResponseScope, work: () => T): T {
  return storage.run(scope, work);
}

/** Gives the current request's answer a status: a server action cannot do so itself. */
export function setStatus(status: number, headers: Record<string, string> = {}): void {
  const scope = storage.getStore();
  if (scope === undefined) return;
  scope.status = status;
  Object.assign(scope.headers, headers);
}

/** Notes that the current request failed, so that its answer gets a body of ours. */
export function markFailed(): void {
  const scope = storage.getStore();
  if (scope !== undefined) scope.failed = true;
}

/** The number of the current request, if this runs for one. */
export const currentRequestId = (): string | undefined => storage.getStore()?.requestId;
