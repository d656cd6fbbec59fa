import "server-only";
import { cookies } from "next/headers";
import { type DeviceToken, deviceKept } from "#lib/known-device/known-devices.ts";
import { parseToken } from "#lib/session/token.ts";
import { cookieAttributes } from "./session-cookie.ts";
import { deviceCookieName } from "./session-cookie-name.ts";

/** What this browser shows to be known again, or null. Not sealed: it is random and opens nothing. */
export async function readDeviceToken(): Promise<DeviceToken | null> {
  return parseToken((await cookies()).get(deviceCookieName)?.value);
}

/** Sends the token to the browser, which keeps it as long as it may. Signing out leaves it there. */
export async function writeDeviceToken(device: DeviceToken): Promise<void> {
  const maxAge = deviceKept / 1_000;
  (await cookies()).set(deviceCookieName, device, { ...cookieAttributes, maxAge });
}
