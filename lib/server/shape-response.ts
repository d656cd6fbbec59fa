import { type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from "node:http";
import { filePolicy, withNonce } from "./content-policy.ts";
import { type Body, errorBody } from "./error-body.ts";
import { mayBeCached } from "./response-headers.ts";
import type { ResponseScope } from "./response-scope.ts";
import { callbackAmong, headersAmong } from "./write-arguments.ts";

export interface Shape {
  pathname: string;
  /** Set where whoever answers has not set them. */
  headers: Record<string, string>;
  scope: ResponseScope;
  /** What the scripts of this answer are named by, and the policy that says so. */
  nonce: string;
  policy: string;
  /** Whether a browser waits for a page. */
  asPage: boolean;
  /** Off in development, where Next shows the error itself. */
  replacesErrors: boolean;
  /** The page for an address that leads nowhere. */
  notFoundPage: string | null;
}

/**
 * Gives an answer the status and headers it is to have at the last moment before they are sent,
 * whoever sends them, and puts our own words in place of the body of a failed one.
 */
export function shapeResponse(response: ServerResponse, shape: Shape): void {
  const { writeHead, write, end } = response;
  let body: Body | null = null;

  response.writeHead = ((status: number, ...rest: unknown[]) => {
    response.statusCode = status;
    setAll(response, headersAmong(rest));
    body = ownBody(response, shape);
    completeHeaders(response, shape, body);
    return writeHead.call(response, response.statusCode);
  }) as typeof writeHead;

  response.write = ((...args: unknown[]) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    if (body === null) return write.apply(response, args as Parameters<typeof write>);
    callbackAmong(args)?.();
    return true;
  }) as typeof write;

  response.end = ((...args: unknown[]) => {
    // Not always: Node works out the length of a short answer only while its head is unsent.
    const isOurs = !response.headersSent && ownBody(response, shape) !== null;
    if (isOurs) response.writeHead(response.statusCode);
    if (body === null) return end.apply(response, args as Parameters<typeof end>);
    return end.call(response, body.text, "utf8", callbackAmong(args));
  }) as typeof end;
}

/** What to send instead of what is being sent; null to leave it. Also settles the status. */
function ownBody(response: ServerResponse, shape: Shape): Body | null {
  settleStatus(response, shape.scope);
  if (!shape.replacesErrors) return null;
  const type = String(response.getHeader("Content-Type") ?? "");
  if (response.statusCode === 404) return notFoundBody(type, shape);
  if (!hasFailed(response.statusCode, type, shape.scope)) return null;
  if (type.startsWith("text/html") || (shape.asPage && /^(?:text\/plain|$)/.test(type)))
    return errorBody(response.statusCode, true, shape.scope.requestId);
  // A handler that words its own failure for programs is heard.
  return type === "" ? errorBody(response.statusCode, false, shape.scope.requestId) : null;
}

/** A status of 500 and more that a page asked for itself belongs to a body that explains it. */
function hasFailed(
  status: number,
  type: string,
  { failed, status: wished }: ResponseScope,
): boolean {
  if (status >= 500) return failed === true || wished === undefined;
  // In a bare line Next refuses an action that it does not know.
  return (status === 400 || status === 409) && (failed === true || type.startsWith("text/plain"));
}

/** What a page that finds nothing sends is empty until JavaScript runs: https://github.com/vercel/next.js/issues/62228 */
function notFoundBody(type: string, { notFoundPage, nonce }: Shape): Body | null {
  if (notFoundPage === null || !type.startsWith("text/html")) return null;
  return { headers: {}, text: withNonce(notFoundPage, nonce) };
}

function settleStatus(response: ServerResponse, scope: ResponseScope): void {
  const isRedirect = response.statusCode >= 300 && response.statusCode < 400;
  if (scope.status === undefined || isRedirect) return;
  response.statusCode = scope.status;
  response.statusMessage = STATUS_CODES[scope.status] ?? "";
}

function completeHeaders(response: ServerResponse, shape: Shape, body: Body | null): void {
  for (const [name, value] of Object.entries(shape.headers))
    if (!response.hasHeader(name)) response.setHeader(name, value);
  if (!mayBeCached(shape.pathname, response.statusCode))
    response.setHeader("Cache-Control", "private, no-store");
  if (response.statusCode === 503) response.setHeader("Retry-After", "5");
  response.removeHeader("X-Nextjs-Cache");
  setAll(response, shape.scope.headers);
  if (body !== null) replaceHeaders(response, body);
  if (!response.hasHeader("Content-Security-Policy"))
    response.setHeader("Content-Security-Policy", policyOf(response, shape));
}

function policyOf(response: ServerResponse, { policy }: Shape): string {
  return String(response.getHeader("Content-Type")).startsWith("text/html") ? policy : filePolicy;
}

function replaceHeaders(response: ServerResponse, body: Body): void {
  for (const name of ["Content-Encoding", "Transfer-Encoding", "ETag", "Link"])
    response.removeHeader(name);
  setAll(response, { ...body.headers, "Content-Length": Buffer.byteLength(body.text) });
}

function setAll(response: ServerResponse, headers: OutgoingHttpHeaders): void {
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) response.setHeader(name, value);
}
