import { isConfidential } from "#lib/loopback.ts";

/** What every cookie of ours has in common (ASVS 5.0 3.3.1 to 3.3.4). */
export interface CookieAttributes {
  httpOnly: true;
  secure: boolean;
  sameSite: "lax";
  path: "/";
}

export interface OwnCookie {
  name: string;
  attributes: CookieAttributes;
}

/** A cookie's two names: bound to this host, and the bare one for plain http, where browsers drop the other. */
export const namesOf = (word: string): [string, string] => [`__Host-${word}`, word];

/** Name and attributes of a cookie of ours at this public address. */
export function ownCookie(word: string, publicUrl: URL): OwnCookie {
  const secure = isConfidential(publicUrl);
  const [bound, bare] = namesOf(word);
  return {
    name: secure ? bound : bare,
    attributes: { httpOnly: true, secure, sameSite: "lax", path: "/" },
  };
}
