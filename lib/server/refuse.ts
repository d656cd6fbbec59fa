import type { IncomingMessage, ServerResponse } from "node:http";
import { htmlBody, jsonBody, wantsPage } from "./error-body.ts";
import type { Refusal } from "./front-door.ts";

/** Answers a request that goes no further, in the form its sender can read. */
export function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent) return void response.destroy();
  const { status, code, message, headers } = refusal;
  response.statusCode = status;
  response.setHeaders(new Map(Object.entries(headers ?? {})));
  if (status === 204) return void response.end();
  const body = wantsPage(request.headers)
    ? htmlBody("This did not work", message)
    : jsonBody({ error: code, message });
  response.setHeaders(new Map(Object.entries(body.headers)));
  // What is left of a body that was too large is not waited for.
  if (status === 413) response.shouldKeepAlive = false;
  response.end(body.text);
}
