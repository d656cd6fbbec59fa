import "server-only";
import { headers } from "next/headers";
import { maxUserAgentLength } from "#lib/session/device.ts";
import type { Client } from "#lib/session/session.ts";

/** Who is on the other end. The front door worked the address out and removed what the client claimed itself. */
export async function currentClient(): Promise<Client> {
  const received = await headers();
  return {
    address: received.get("x-latchkey-address") ?? "unknown",
    userAgent: (received.get("user-agent") ?? "").slice(0, maxUserAgentLength),
  };
}

/** The path and query that the browser asked for, as the front door noted it. */
export async function currentPath(): Promise<string> {
  return (await headers()).get("x-latchkey-path") ?? "/";
}

/** Whether the browser only fetches ahead: nobody is there, so nothing may be prolonged. */
export async function isPrefetch(): Promise<boolean> {
  const received = await headers();
  return received.has("next-router-prefetch") || /prefetch/.test(received.get("sec-purpose") ?? "");
}
