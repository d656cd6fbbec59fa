import { type NextRequest, NextResponse } from "next/server";
import { loginPath } from "#lib/http/return-path.ts";
import { sessionCookieNames } from "#lib/http/session-cookie-name.ts";

/**
 * Saves a visitor without a cookie the way through a page they cannot see. It guards nothing: every page, action
 * and handler does that itself. A visitor with a cookie is never sent away from anywhere, or an ended session loops.
 */
export function proxy(request: NextRequest): NextResponse {
  const hasCookie = sessionCookieNames.some((name) => request.cookies.has(name));
  if (request.method !== "GET" || hasCookie) return NextResponse.next();
  const { pathname, search } = request.nextUrl;
  return NextResponse.redirect(new URL(loginPath(pathname + search), request.url));
}

export const config = {
  matcher: ["/devices/:path*", "/account/:path*", "/admin/:path*"],
};
