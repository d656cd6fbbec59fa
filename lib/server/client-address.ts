import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Tells whether an address belongs to one of our own proxies. */
export type IsTrusted = (address: string) => boolean;

/** `ranges` are addresses or CIDR ranges, as `TRUSTED_PROXIES` has them. */
export function trustedProxies(ranges: readonly string[]): IsTrusted {
  const parsed = ranges.map(parseRange);
  return (address) => {
    if (isIP(address) === 0) return false;
    const own = ipaddr.process(address);
    return parsed.some(([base, bits]) => base.kind() === own.kind() && own.match(base, bits));
  };
}

/** Where a request came from: the last hop that no trusted proxy vouches for. */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  isTrusted: IsTrusted,
): string {
  let address = readHop(peer ?? "") ?? "unknown";
  for (const hop of (forwardedFor ?? "").split(",").reverse()) {
    if (!isTrusted(address)) break;
    const next = readHop(hop.trim());
    // What a proxy wrote but nobody can read is not believed: the proxy itself is the last known hop.
    if (next === null) break;
    address = next;
  }
  return address;
}

function parseRange(range: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const [base, bits] = ipaddr.parseCIDR(range.includes("/") ? range : wholeAddress(range));
  const isMapped = base instanceof ipaddr.IPv6 && base.isIPv4MappedAddress() && bits >= 96;
  return isMapped ? [base.toIPv4Address(), bits - 96] : [base, bits];
}

function wholeAddress(address: string): string {
  return `${address}/${isIP(address) === 4 ? 32 : 128}`;
}

/** Some proxies add the port: `192.0.2.1:5000`, `[2001:db8::1]:5000`. */
const withPort = /^(?:\[(?<v6>[^\]]+)\](?::\d+)?|(?<v4>[\d.]+):\d+)$/;

function readHop(text: string): string | null {
  const groups = withPort.exec(text)?.groups;
  const address = (groups?.v6 ?? groups?.v4 ?? text).replace(/%.*$/, "");
  return isIP(address) === 0 ? null : ipaddr.process(address).toString();
}
