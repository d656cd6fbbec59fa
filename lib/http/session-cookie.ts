import "server-only";
import { cookies } from "next/headers";
import { after } from "#lib/duration.ts";
import { sessionTokenIn } from "#lib/seals.ts";
import { services } from "#lib/services.ts";
import type { SessionToken } from "#lib/session/token.ts";
import { type OwnCookie, ownCookie } from "./own-cookie.ts";
import { sessionCookieWord } from "./session-cookie-name.ts";

/** The token in this request's cookie, or null for a cookie that is absent, damaged, foreign or sealed by another secret. */
export async function readSessionToken(): Promise<SessionToken | null> {
  const seal = (await cookies()).get(sessionCookie().name)?.value;
  return seal === undefined ? null : sessionTokenIn(services().seals, seal);
}

/** Sends the token to the browser: until it closes, or as long as a remembered session can live. */
export async function writeSessionToken(token: SessionToken, remembered: boolean): Promise<void> {
  const { env, now } = services();
  const expires = remembered ? { expires: after(now(), env.policy.remembered.absolute) } : {};
  const { name, attributes } = sessionCookie();
  (await cookies()).set(name, await services().seals.seal({ token }), {
    ...attributes,
    ...expires,
  });
}

export async function clearSessionToken(): Promise<void> {
  const { name, attributes } = sessionCookie();
  (await cookies()).set(name, "", { ...attributes, maxAge: 0 });
}

const sessionCookie = (): OwnCookie => ownCookie(sessionCookieWord, services().env.publicUrl);
