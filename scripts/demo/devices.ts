import type { Client } from "#lib/session/session.ts";
import type { SessionToken } from "#lib/session/token.ts";
import type { Random } from "./random.ts";

/** Somebody's browser, and what it carries in its cookie. */
export interface Device {
  client: Client;
  token: SessionToken | null;
}

const chrome = (system: string, more = "") =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/154.0.0.0${more} Safari/537.36`;
const firefox = (system: string) =>
  `Mozilla/5.0 (${system}; rv:153.0) Gecko/20100101 Firefox/153.0`;
const safari = (system: string, mobile = "") =>
  `Mozilla/5.0 (${system}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.4${mobile} Safari/605.1.15`;
const windows = "Windows NT 10.0; Win64; x64";
const mac = "Macintosh; Intel Mac OS X 10_15_7";
const iPhone = "iPhone; CPU iPhone OS 18_7 like Mac OS X";

export const userAgents = {
  firefoxOnWindows: firefox(windows),
  firefoxOnLinux: firefox("X11; Linux x86_64"),
  firefoxOnMac: firefox("Macintosh; Intel Mac OS X 10.15"),
  firefoxOnAndroid: "Mozilla/5.0 (Android 16; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0",
  chromeOnWindows: chrome(windows),
  chromeOnLinux: chrome("X11; Linux x86_64"),
  chromeOnMac: chrome(mac),
  chromeOnAndroid: chrome("Linux; Android 10; K", " Mobile"),
  edgeOnWindows: `${chrome(windows)} Edg/154.0.0.0`,
  safariOnMac: safari(mac),
  safariOnIPhone: safari(iPhone, " Mobile/15E148"),
};

const computers = [
  userAgents.chromeOnWindows,
  userAgents.chromeOnWindows,
  userAgents.edgeOnWindows,
  userAgents.firefoxOnWindows,
  userAgents.chromeOnMac,
  userAgents.safariOnMac,
  userAgents.firefoxOnMac,
  userAgents.firefoxOnLinux,
  userAgents.chromeOnLinux,
];
const phones = [
  userAgents.safariOnIPhone,
  userAgents.safariOnIPhone,
  userAgents.chromeOnAndroid,
  userAgents.chromeOnAndroid,
  userAgents.firefoxOnAndroid,
];

export const deviceAt = (address: string, userAgent: string): Device => ({
  client: { address, userAgent },
  token: null,
});

/** One to three: a computer, mostly a phone, now and then another computer. */
export function devicesOf(random: Random): Device[] {
  const home = addressFrom(random);
  const devices = [deviceAt(home, random.pick(computers))];
  if (random.chance(0.7))
    devices.push(deviceAt(random.chance(0.5) ? home : addressFrom(random), random.pick(phones)));
  if (random.chance(0.25)) devices.push(deviceAt(addressFrom(random), random.pick(computers)));
  return devices;
}

/** From the ranges that are kept for examples (RFC 5737, RFC 3849): nobody's real address. */
function addressFrom(random: Random): string {
  if (random.chance(0.3)) return `2001:db8:${group(random)}:${group(random)}::${group(random)}`;
  const range = random.pick(["192.0.2", "198.51.100", "203.0.113"]);
  return `${range}.${random.between(1, 60)}`;
}

const group = (random: Random): string => random.between(1, 0xff_ff).toString(16);
