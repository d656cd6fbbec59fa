import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { pathOf } from "./front-door.ts";

/** What the server knows about a request, in place of what its headers claim. */
export interface Facts {
  method: string;
  url: string;
  /** The client's, as far as it can be known. */
  address: string;
  publicUrl: URL;
  /** The answer's Content-Security-Policy, from which Next learns the nonce of its scripts. */
  policy: string;
}

export const addressHeader = "x-latchkey-address";
export const pathHeader = "x-latchkey-path";

/** Headers that only a proxy, Next itself or this file may set. */
const reserved =
  /^(?:x-latchkey-|x-forwarded-|forwarded$|x-real-ip$|x-middleware-|x-nextjs-|x-next-|x-now-|x-invoke-|x-prerender-|x-matched-path$|x-action-forwarded$|next-resume$)/;

const claims = /^(?:x-forwarded-|forwarded$|x-real-ip$)/;

/**
 * After an action that redirects, Next asks this server for the next page with the headers of the
 * first request. This secret, which never leaves the process, tells such a request from a client's.
 */
const relayHeader = "x-latchkey-relay";
const relaySecret = randomUUID();

/** Whether Next sent this request to itself, on behalf of one that was let in before. */
export function isRelayed(headers: IncomingHttpHeaders): boolean {
  return headers[relayHeader] === relaySecret;
}

/** Asks for the parts of a page that Next's router puts into the one that is open. */
const routerHeader = /^(?:rsc$|next-router-|next-url$)/;

/**
 * Whoever comes to the sign-in page may have been signed in a moment ago, and a page that is only changed keeps what
 * it showed before in its scripts. Given a document, Next's router loads it in place of the open one (ASVS 14.3.1).
 */
const alwaysWhole = new Set(["/login"]);

/** Rewrites `headers` in place: what Next and the pages read there is true. */
export function rewriteHeaders(headers: IncomingHttpHeaders, facts: Facts): void {
  const relayed = isRelayed(headers);
  for (const name of Object.keys(headers))
    if ((relayed ? claims : reserved).test(name)) delete headers[name];
  if (facts.method === "GET" && alwaysWhole.has(pathOf(facts.url) ?? ""))
    for (const name of Object.keys(headers)) if (routerHeader.test(name)) delete headers[name];
  if (!relayed) headers[addressHeader] = facts.address;
  headers[relayHeader] = relaySecret;
  headers[pathHeader] = pagePath(facts.url);
  headers["x-forwarded-for"] = String(headers[addressHeader]);
  headers["x-forwarded-proto"] = facts.publicUrl.protocol.slice(0, -1);
  headers.host = facts.publicUrl.host;
  headers["content-security-policy"] = facts.policy;
  // The front door has judged the origin; Next compares it with the host once more, and answers 500.
  if (facts.method === "POST" && headers.origin !== undefined)
    headers.origin = facts.publicUrl.origin;
}

/** Path and query as the address bar shows them: `_rsc` is added by Next's own router. */
function pagePath(url: string): string {
  const [path = "/", query = ""] = url.split(/\?(.*)/s);
  const parts = query.split("&").filter((part) => part !== "" && !/^_rsc(?:=|$)/.test(part));
  return parts.length === 0 ? path : `${path}?${parts.join("&")}`;
}
