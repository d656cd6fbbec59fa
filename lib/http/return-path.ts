import type { Route } from "next";

/** Any origin will do: it only shows whether a path leads away from it. */
const base = "http://own.invalid";

/** Longer than any of ours, and short enough for a header. */
const maxLength = 2_048;

/** Our own path to go on to after signing in, parsed as browsers do; null for anything that leads elsewhere. */
export function parseReturnPath(value: unknown): Route | null {
  if (typeof value !== "string" || !value.startsWith("/") || value.length > maxLength) return null;
  const url = URL.parse(value, base);
  if (url === null || url.origin !== base) return null;
  const path = url.pathname + url.search;
  const isOwn = !path.startsWith("//") && !/^\/(login|reauthenticate|api)(\/|\?|$)/.test(path);
  return isOwn && path.length <= maxLength ? (path as Route) : null;
}

/** The page that asks for the password again and leads back to `path` afterwards. */
export function reauthenticatePath(path: string): Route {
  const next = parseReturnPath(path) ?? "/devices";
  return `/reauthenticate?${new URLSearchParams({ next })}` as Route;
}

/** The sign-in page that leads back to `path` afterwards. */
export function loginPath(path: string): Route {
  const next = parseReturnPath(path);
  return next === null || next === "/"
    ? "/login"
    : (`/login?${new URLSearchParams({ next })}` as Route);
}
