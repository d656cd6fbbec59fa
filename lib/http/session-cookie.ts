import "server-only";
import { sealData, unsealData } from "iron-session";
import { cookies } from "next/headers";
import { after } from "#lib/duration.ts";
import { services } from "#lib/services.ts";
import { hashToken, parseToken, type SessionToken } from "#lib/session/token.ts";
import { sessionCookieName } from "./session-cookie-name.ts";

/** The token in this request's cookie, or null for a cookie that is absent, damaged, foreign or sealed by another secret. */
export async function readSessionToken(): Promise<SessionToken | null> {
  const seal = (await cookies()).get(sessionCookieName)?.value;
  return seal === undefined ? null : unsealToken(seal, services().sessionSecrets);
}

/** Sends the token to the browser: until it closes, or as long as a remembered session can live. */
export async function writeSessionToken(token: SessionToken, remembered: boolean): Promise<void> {
  const { sessionSecrets, env, now } = services();
  const seal = await sealToken(token, sessionSecrets);
  const expires = remembered ? { expires: after(now(), env.policy.remembered.absolute) } : {};
  (await cookies()).set(sessionCookieName, seal, { ...cookieAttributes, ...expires });
}

export async function clearSessionToken(): Promise<void> {
  (await cookies()).set(sessionCookieName, "", { ...cookieAttributes, maxAge: 0 });
}

/** Of every cookie that Latchkey sets. */
export const cookieAttributes = {
  httpOnly: true,
  secure: true,
  sameSite: "lax",
  path: "/",
} as const;

/** The seal itself never expires: the row is the authority, and an old cookie can still be told why it is refused. */
const ttl = 0;

// An upper bound, so that nobody can make us decrypt a book; a seal of a token has about 300 characters.
const maxSealLength = 1_024;

async function sealToken(token: SessionToken, secrets: string[]): Promise<string> {
  return sealData({ token }, { password: byNumber(secrets.slice(0, 1)), ttl });
}

/** iron-session answers `{}` for whatever it cannot open. */
async function unsealToken(seal: string, secrets: string[]): Promise<SessionToken | null> {
  if (seal.length > maxSealLength) return null;
  const { token } = await unsealData<{ token?: unknown }>(seal, {
    password: byNumber(secrets),
    ttl,
  });
  return parseToken(token);
}

/** A seal names its secret by number: one drawn from the secret itself stays true when others come and go. */
function byNumber(secrets: string[]): Record<string, string> {
  return Object.fromEntries(secrets.map((secret) => [hashToken(secret).readUInt32BE(), secret]));
}
