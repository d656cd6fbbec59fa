import { isConfidential } from "#lib/loopback.ts";

/** What every response carries. A page's content policy is its own business. */
export function responseHeaders(publicUrl: URL): Record<string, string> {
  return {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    // Browsers ignore it where anybody could have written it, and complain.
    ...(isConfidential(publicUrl) && { "Cross-Origin-Opener-Policy": "same-origin" }),
    ...(publicUrl.protocol === "https:" && {
      "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    }),
  };
}

/** Only what the build named by its content may be kept, and only where it exists. */
export function mayBeCached(pathname: string, status: number): boolean {
  return pathname.startsWith("/_next/static/") && status < 400;
}
