import type { IncomingHttpHeaders } from "node:http";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether a method only asks (RFC 9110, 9.2.1). */
export const isSafe = (method: string): boolean => safeMethods.has(method);

/**
 * Whether a request would change something on behalf of another site: the algorithm of Go's
 * `http.CrossOriginProtection`, with the public origin as the one that is trusted.
 */
export function isCrossSite(
  method: string,
  headers: IncomingHttpHeaders,
  publicOrigin: string,
): boolean {
  if (isSafe(method) || headers.origin === publicOrigin) return false;
  const site = headers["sec-fetch-site"];
  if (site) return site !== "same-origin" && site !== "none";
  // Neither header: not a browser, so there is no cookie that its owner did not mean to send.
  if (!headers.origin) return false;
  return !isOriginOf(headers.origin, headers.host);
}

function isOriginOf(origin: string, host: string | undefined): boolean {
  const url = URL.parse(origin);
  return url !== null && url.origin === origin && url.host !== "" && url.host === host;
}
