import { sealData, unsealData } from "iron-session";
import type { Page } from "playwright/test";
import { hashToken, parseToken, type SessionToken } from "#lib/session/token.ts";

export const cookieName = "__Host-latchkey";

/** Of the cookie by which accounts know the browser again. */
export const deviceCookieName = "__Host-latchkey-device";

/** The session cookie's value in this page's browser, or null. */
export async function cookieOf(page: Page): Promise<string | null> {
  const cookies = await page.context().cookies();
  return cookies.find(({ name }) => name === cookieName)?.value ?? null;
}

/** The same for a page that has to have one. */
export async function heldCookie(page: Page): Promise<string> {
  const cookie = await cookieOf(page);
  if (cookie === null) throw new Error("This browser holds no session cookie.");
  return cookie;
}

/** What only the server should be able to read. */
export async function tokenIn(cookie: string, secrets: string[]): Promise<SessionToken | null> {
  const { token } = await unsealData<{ token?: unknown }>(cookie, {
    password: numbered(secrets),
    ttl: 0,
  });
  return parseToken(token);
}

/** The token by which accounts know a browser, out of its cookie's value. */
export async function deviceIn(
  cookie: string | null,
  secrets: string[],
): Promise<SessionToken | null> {
  const password = numbered(secrets);
  const { device } = await unsealData<{ device?: unknown }>(cookie ?? "", { password, ttl: 0 });
  return parseToken(device);
}

/** What only the server should be able to make. */
export function sealed(data: object, secret: string): Promise<string> {
  return sealData(data, { password: numbered([secret]), ttl: 0 });
}

const numbered = (secrets: string[]): Record<string, string> =>
  Object.fromEntries(secrets.map((secret) => [hashToken(secret).readUInt32BE(), secret]));
