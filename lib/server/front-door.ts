import type { IncomingHttpHeaders } from "node:http";
import { isCrossSite, isSafe } from "./cross-site.ts";

/** Why a request goes no further. `code` is what an API client reads, `message` what a person does. */
export interface Refusal {
  status: number;
  code: string;
  message: string;
  headers?: Record<string, string>;
}

export interface Arrival {
  method: string;
  /** The request target as it was sent. */
  url: string;
  headers: IncomingHttpHeaders;
}

export const maxBodyBytes = 1024 * 1024;

/** What every request has to pass before a page or handler sees it; null when it may go on. */
export function refusalOf(arrival: Arrival, publicOrigin: string): Refusal | null {
  const pathname = pathOf(arrival.url);
  if (pathname === null) return badTarget;
  return (
    refusedMethod(arrival.method, pathname) ??
    (Number(arrival.headers["content-length"] ?? 0) > maxBodyBytes ? bodyTooLarge : null) ??
    (isCrossSite(arrival.method, arrival.headers, publicOrigin) ? crossSite : null) ??
    refusedType(arrival, pathname)
  );
}

/** The path as Next will read it, dots resolved; null for a target that is not plainly one of ours. */
export function pathOf(target: string): string | null {
  const path = target.split(/[?#]/, 1)[0] ?? "";
  // Two slashes, or a backslash that browsers read as one, begin another host's address.
  if (!path.startsWith("/") || path.startsWith("//") || path.includes("\\")) return null;
  if (!isDecodable(path)) return null;
  return URL.parse(path, "http://latchkey.invalid")?.pathname ?? null;
}

/** What Next would answer besides pages and files: an image optimizer and data routes that nothing here uses. */
export function isNextsOwn(pathname: string): boolean {
  const path = decodeURIComponent(pathname);
  return /^\/_next(?:\/|$)/i.test(path) && !path.startsWith("/_next/static/");
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

const pageMethods = ["GET", "HEAD", "POST", "OPTIONS"];
const apiMethods = [...pageMethods, "PUT", "PATCH", "DELETE"];

function refusedMethod(method: string, pathname: string): Refusal | null {
  const allowed = isApi(pathname) ? apiMethods : pageMethods;
  const headers = { Allow: allowed.join(", ") };
  if (!allowed.includes(method)) return { ...methodNotAllowed, headers };
  // Next would answer OPTIONS with the whole page.
  if (method === "OPTIONS" && !isApi(pathname))
    return { status: 204, code: "", message: "", headers };
  return null;
}

/** What a form of another site can post without asking first never reaches an API (ASVS 5.0 3.5.2). */
function refusedType({ method, headers }: Arrival, pathname: string): Refusal | null {
  if (!isApi(pathname) || isSafe(method)) return null;
  const isEmpty =
    headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) === 0;
  const type = headers["content-type"] ?? (isEmpty ? "application/json" : "");
  return /^application\/json\s*(?:;|$)/i.test(type) ? null : unsupportedType;
}

const isApi = (pathname: string): boolean => pathname.startsWith("/api/");

const badTarget: Refusal = {
  status: 400,
  code: "bad_target",
  message: "This address cannot be read.",
};

export const methodNotAllowed: Refusal = {
  status: 405,
  code: "method_not_allowed",
  message: "This address does not take requests of that kind.",
};

export const bodyTooLarge: Refusal = {
  status: 413,
  code: "body_too_large",
  message: "What was sent is larger than 1 MB.",
};

export const notHere: Refusal = {
  status: 404,
  code: "not_found",
  message: "There is no such page.",
};

const unsupportedType: Refusal = {
  status: 415,
  code: "unsupported_type",
  message: "This address takes JSON only.",
};

/** The request names a host that is not ours (RFC 9110, 15.5.20). */
export const wrongHost: Refusal = {
  status: 421,
  code: "wrong_host",
  message: "Latchkey is not known by this name. Open its own address, the one in PUBLIC_URL.",
};

export const tooMany: Refusal = {
  status: 429,
  code: "too_many_requests",
  message:
    "Too much is being sent at this moment. Nothing was changed. Try again in a few seconds.",
  headers: { "Retry-After": "5" },
};

export const crossSite: Refusal = {
  status: 403,
  code: "cross_site",
  message: "This request came from another site, so nothing was changed.",
};
