import { isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";

/** What one customer of a provider has: an IPv4 address as it is, of an IPv6 one the first 64 bits. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const parts = ipaddr.IPv6.parse(address).parts.slice(0, 4);
  return `${parts.map((part) => part.toString(16)).join(":")}::/64`;
}
