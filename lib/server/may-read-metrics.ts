import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { trustedProxies } from "./client-address.ts";

const isLoopback = trustedProxies(["127.0.0.0/8", "::1"]);

/** What proxies add: a request that carries one was not sent from this machine, whatever its connection says. */
const proxied = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/** With a token set, whoever presents it; without one, only a program on this machine that asks us directly. */
export function mayReadMetrics(
  {
    headers,
    socket,
  }: Pick<IncomingMessage, "headers"> & { socket: { remoteAddress?: string | undefined } },
  token: string | null,
): boolean {
  if (token !== null) return isSame(headers.authorization ?? "", `Bearer ${token}`);
  return isLoopback(socket.remoteAddress ?? "") && !proxied.some((name) => name in headers);
}

/** In the same time whatever differs: hashes have one length. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected));
}

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();
