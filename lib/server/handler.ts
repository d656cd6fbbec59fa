import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { clientAddress, type IsTrusted, trustedProxies } from "./client-address.ts";
import { wantsPage } from "./error-body.ts";
import { bodyTooLarge, maxBodyBytes, pathOf, refusalOf, tooBusy } from "./front-door.ts";
import { limitBody } from "./limit-body.ts";
import { logProblem } from "./log.ts";
import { postGate } from "./post-gate.ts";
import { refuse } from "./refuse.ts";
import { rewriteHeaders } from "./request-headers.ts";
import { responseHeaders } from "./response-headers.ts";
import { inScope, type ResponseScope } from "./response-scope.ts";
import { shapeResponse } from "./shape-response.ts";

export interface HandlerOptions {
  publicUrl: URL;
  trustedProxies: readonly string[];
  development: boolean;
  /** Next's own page for an address that leads nowhere, as it was built. */
  notFoundPage: string | null;
}

type Next = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What our server does with a request: judge it, tell Next only what is true, shape what comes back. */
export function handlerFor(next: Next, options: HandlerOptions): RequestListener {
  const isTrusted = trustedProxies(options.trustedProxies);
  const headers = responseHeaders(options.publicUrl);
  const { publicUrl, development, notFoundPage } = options;
  const mayPost = postGate();

  return (request, response) => {
    const { method = "GET", url = "/" } = request;
    const scope: ResponseScope = { headers: {}, requestId: randomBytes(6).toString("hex") };
    const asPage = wantsPage(request.headers);
    const pathname = pathOf(url) ?? "";
    const replacesErrors = !development;
    shapeResponse(response, { pathname, headers, scope, asPage, replacesErrors, notFoundPage });

    const refusal = refusalOf({ method, url, headers: request.headers }, publicUrl.origin);
    if (refusal !== null) return refuse(request, response, refusal);
    if (!mayPost(request, response)) return refuse(request, response, tooBusy);
    limitBody(request, maxBodyBytes, () => refuse(request, response, bodyTooLarge));

    rewriteHeaders(request.headers, {
      method,
      url,
      address: addressOf(request, isTrusted),
      publicUrl,
    });
    void inScope(scope, () => next(request, response).catch((error) => fail(response, error)));
  };
}

function addressOf(request: IncomingMessage, isTrusted: IsTrusted): string {
  const forwardedFor = request.headers["x-forwarded-for"]?.toString();
  return clientAddress(request.socket.remoteAddress, forwardedFor, isTrusted);
}

function fail(response: ServerResponse, error: unknown): void {
  logProblem("request failed", error);
  if (response.headersSent) return void response.destroy();
  response.statusCode = 500;
  response.end();
}
