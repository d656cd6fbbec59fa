import { isLoopback } from "#lib/loopback.ts";

const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

/** Watched by programs on the same machine or network, which know no name. Nothing there depends on one. */
const watched = new Set(["/healthz", "/readyz", "/metrics"]);

/** Tells whether a request is meant for us, by the names in its Host headers. */
export type IsOwnHost = (hosts: readonly string[], pathname: string) => boolean;

/**
 * Only the public address's name is ours: a name that somebody else points at us would make their page and our
 * cookies one site (DNS rebinding), and may not shape a link (ASVS 5.0 4.1.3).
 */
export function ownHost(publicUrl: URL): IsOwnHost {
  const names = isLoopback(publicUrl)
    ? [publicUrl.hostname, ...loopbackNames]
    : [publicUrl.hostname];
  const own = new Set(names.flatMap((name) => withPorts(name, publicUrl)));
  return (hosts, pathname) =>
    hosts.length === 1 && (watched.has(pathname) || own.has(hosts[0]?.toLowerCase() ?? ""));
}

function withPorts(name: string, { port, protocol }: URL): string[] {
  return port === "" ? [name, `${name}:${protocol === "https:" ? 443 : 80}`] : [`${name}:${port}`];
}
