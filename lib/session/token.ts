import { hash, randomBytes } from "node:crypto";

/** The secret in the cookie: 256 random bits as base64url (ASVS 5.0 7.2.3). */
export type SessionToken = string & { readonly secret: "session" };

export type RandomBytes = (size: number) => Buffer;

export function newToken(random: RandomBytes = randomBytes): SessionToken {
  return random(32).toString("base64url") as SessionToken;
}

/** A public handle with 128 random bits, safe to show. */
export function newId(random: RandomBytes = randomBytes): string {
  return random(16).toString("base64url");
}

/** Returns null for anything that this code could not have issued. */
export function parseToken(value: unknown): SessionToken | null {
  return typeof value === "string" && /^[\w-]{43}$/.test(value) ? (value as SessionToken) : null;
}

export function parseId(value: unknown): string | null {
  return typeof value === "string" && /^[\w-]{22}$/.test(value) ? value : null;
}

/** The only form in which a token is stored. It is random, so a plain SHA-256 cannot be searched. */
export function hashToken(token: string): Buffer {
  return hash("sha256", token, "buffer");
}
