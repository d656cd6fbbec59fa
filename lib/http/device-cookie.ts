import "server-only";
import { cookies } from "next/headers";
import { type DeviceToken, deviceKept } from "#lib/known-device/known-devices.ts";
import { parseToken } from "#lib/session/token.ts";
import { cookieAttributes, opened, sealed } from "./session-cookie.ts";
import { deviceCookieName } from "./session-cookie-name.ts";

/** What this browser was given to be known again, or null. Sealed, so that nobody chooses a token for another. */
export async function readDeviceToken(): Promise<DeviceToken | null> {
  const seal = (await cookies()).get(deviceCookieName)?.value;
  return seal === undefined ? null : parseToken((await opened(seal)).device);
}

/** Sends the token to the browser, which keeps it as long as it may. Signing out leaves it there. */
export async function writeDeviceToken(device: DeviceToken): Promise<void> {
  const maxAge = deviceKept / 1_000;
  const seal = await sealed({ device });
  (await cookies()).set(deviceCookieName, seal, { ...cookieAttributes, maxAge });
}
