import type { Instrumentation } from "next";
import { logProblem } from "#lib/server/log.ts";
import { setStatus } from "#lib/server/response-scope.ts";
import { isStoreFailure } from "#lib/server/store-failure.ts";

export const onRequestError: Instrumentation.onRequestError = (error, request) => {
  if (isStoreFailure(error)) setStatus(503);
  // Without the query: links from mail carry their token there.
  logProblem(`${request.method} ${request.path.split("?", 1)[0]} failed`, error);
};
