import { randomBytes } from "node:crypto";

export interface PolicyOptions {
  publicUrl: URL;
  development: boolean;
}

/** What a page names its own scripts by, so that nobody else's run: new for each answer (CSP level 3, 7.1). */
export const newNonce = (): string => randomBytes(18).toString("base64url");

/** The Content-Security-Policy of a page (ASVS 5.0 3.4.3). Next reads the nonce here and puts it on its scripts. */
export function pagePolicy(nonce: string, { publicUrl, development }: PolicyOptions): string {
  const directives = [
    "default-src 'none'",
    // Scripts that these load are theirs; React in development compiles some from text.
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self'${development ? " 'unsafe-inline'" : ""}`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  if (publicUrl.protocol === "https:") directives.push("upgrade-insecure-requests");
  return directives.join("; ");
}

/** What is not a page needs nothing, should a browser show it as one. The image is the site's icon. */
export const filePolicy =
  "default-src 'none'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A page that was built before its nonce was known. Only for what no visitor had a say in. */
export function withNonce(html: string, nonce: string): string {
  return html.replace(/<(?:script|style|link)\b/g, (tag) => `${tag} nonce="${nonce}"`);
}
