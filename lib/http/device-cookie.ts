import "server-only";
import { cookies } from "next/headers";
import { type DeviceToken, deviceKept } from "#lib/known-device/known-devices.ts";
import { services } from "#lib/services.ts";
import { parseToken } from "#lib/session/token.ts";
import { type OwnCookie, ownCookie } from "./own-cookie.ts";

/** What this browser was given to be known again, or null. Sealed, so that nobody chooses a token for another. */
export async function readDeviceToken(): Promise<DeviceToken | null> {
  const seal = (await cookies()).get(deviceCookie().name)?.value;
  return seal === undefined ? null : parseToken((await services().seals.open(seal)).device);
}

/** Sends the token to the browser, which keeps it as long as it may. Signing out leaves it there. */
export async function writeDeviceToken(device: DeviceToken): Promise<void> {
  const { name, attributes } = deviceCookie();
  const maxAge = deviceKept / 1_000;
  (await cookies()).set(name, await services().seals.seal({ device }), { ...attributes, maxAge });
}

const deviceCookie = (): OwnCookie => ownCookie("latchkey-device", services().env.publicUrl);
