import type { Instrumentation } from "next";
import { isClientFault, isUnreadable } from "#lib/server/client-fault.ts";
import { logProblem } from "#lib/server/log.ts";
import { markFailed, setStatus } from "#lib/server/response-scope.ts";
import { isStoreFailure } from "#lib/server/store-failure.ts";

export const onRequestError: Instrumentation.onRequestError = (error, request) => {
  markFailed();
  // Not logged: a stranger could fill the log with them.
  const isTheirs = isClientFault(error) || (request.method === "POST" && isUnreadable(error));
  if (isTheirs) return setStatus(400);
  if (isStoreFailure(error)) setStatus(503);
  // Without the query: links from mail carry their token there.
  logProblem(`${request.method} ${request.path.split("?", 1)[0]} failed`, error);
};
