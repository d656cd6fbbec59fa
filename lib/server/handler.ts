import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { clientAddress, type IsTrusted, trustedProxies } from "./client-address.ts";
import { newNonce, pagePolicy } from "./content-policy.ts";
import { wantsPage } from "./error-body.ts";
import {
  bodyTooLarge,
  crossSite,
  isNextsOwn,
  maxBodyBytes,
  notHere,
  pathOf,
  type Refusal,
  refusalOf,
  tooMany,
  wrongHost,
} from "./front-door.ts";
import { limitBody } from "./limit-body.ts";
import { logProblem } from "./log.ts";
import { type IsOwnHost, ownHost } from "./own-host.ts";
import { postGate } from "./post-gate.ts";
import { refuse } from "./refuse.ts";
import { isRelayed, rewriteHeaders } from "./request-headers.ts";
import { responseHeaders } from "./response-headers.ts";
import { inScope, type ResponseScope } from "./response-scope.ts";
import { isScriptFree, leaveOutScripts } from "./script-free.ts";
import { shapeResponse } from "./shape-response.ts";
import { isStoreFailure } from "./store-failure.ts";

export interface HandlerOptions {
  publicUrl: URL;
  trustedProxies: readonly string[];
  development: boolean;
  /** Next's own page for an address that leads nowhere, as it was built. */
  notFoundPage: string | null;
  /** Told of each change that another site tried to make through somebody's browser. */
  onCrossSite?: (address: string, pathname: string) => void;
}

/** Answers a request: Next, or what stands before it. What it throws becomes a 500, or a 503 where the data cannot be reached. */
export type Next = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What our server does with a request: judge it, tell Next only what is true, shape what comes back. */
export function handlerFor(next: Next, options: HandlerOptions): RequestListener {
  const isTrusted = trustedProxies(options.trustedProxies);
  const isOwnHost = ownHost(options.publicUrl);
  const headers = responseHeaders(options.publicUrl);
  const { publicUrl, development, notFoundPage, onCrossSite } = options;
  const mayPost = postGate();

  return (request, response) => {
    const { method = "GET", url = "/" } = request;
    const scope: ResponseScope = { headers: {}, requestId: randomBytes(6).toString("hex") };
    const asPage = wantsPage(request.headers);
    const pathname = pathOf(url) ?? "";
    const replacesErrors = !development;
    const nonce = newNonce();
    const policy = pagePolicy(nonce, options);
    const shape = { pathname, headers, scope, nonce, policy, asPage, replacesErrors, notFoundPage };
    shapeResponse(response, shape);
    if (!development && isScriptFree(pathname)) leaveOutScripts(request, response);

    const address = addressOf(request, isTrusted);
    const refusal = judge(request, pathname, options, isOwnHost);
    if (refusal === crossSite) onCrossSite?.(address, pathname);
    if (refusal !== null) return refuse(request, response, refusal);
    if (!mayPost(request, response)) return refuse(request, response, tooMany);
    limitBody(request, maxBodyBytes, () => refuse(request, response, bodyTooLarge));

    rewriteHeaders(request.headers, { method, url, address, publicUrl, policy });
    void inScope(scope, () =>
      next(request, response).catch((error) => fail(response, `${method} ${pathname}`, error)),
    );
  };
}

function judge(
  request: IncomingMessage,
  pathname: string,
  { publicUrl, development }: HandlerOptions,
  isOwnHost: IsOwnHost,
): Refusal | null {
  const { method = "GET", url = "/", headers } = request;
  // Next asks itself under the name of the machine it runs on.
  const isOurs = isRelayed(headers) || isOwnHost(request.headersDistinct.host ?? [], pathname);
  if (!isOurs) return wrongHost;
  if (!development && isNextsOwn(pathname)) return notHere;
  return refusalOf({ method, url, headers }, publicUrl.origin);
}

function addressOf(request: IncomingMessage, isTrusted: IsTrusted): string {
  const forwardedFor = request.headers["x-forwarded-for"]?.toString();
  return clientAddress(request.socket.remoteAddress, forwardedFor, isTrusted);
}

function fail(response: ServerResponse, what: string, error: unknown): void {
  logProblem(`${what} failed`, error);
  if (response.headersSent) return void response.destroy();
  response.statusCode = isStoreFailure(error) ? 503 : 500;
  response.end();
}
