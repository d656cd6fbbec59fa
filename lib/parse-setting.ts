import { isIP } from "node:net";
import { resolve } from "node:path";
import ipaddr from "ipaddr.js";
import { parseEmail } from "./account/account.ts";

/** What a setting's text means; null: not understood. */
export type Parse<T> = (text: string) => T | null;

export const secretMinLength = 32;

export function parseCount(text: string, least: number, most: number): number | null {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return count >= least && count <= most ? count : null;
}

export const parsePort: Parse<number> = (text) => parseCount(text, 1, 65_535);

export const parseSignup: Parse<"open" | "closed"> = (text) =>
  text === "open" || text === "closed" ? text : null;

/** `file:` and a path, or three slashes and an absolute one; what stands after only two would be a host. */
export const parseFile: Parse<string> = (text) => {
  const path = /^file:(?:\/\/(?=\/))?(?!\/\/)(.+)$/.exec(text)?.[1];
  return path === undefined ? null : resolve(path);
};

export const parseOrigin: Parse<URL> = (text) => {
  const url = URL.parse(text);
  const isOrigin = url !== null && url.href === `${url.origin}/`;
  return isOrigin && /^https?:$/.test(url.protocol) ? url : null;
};

export const parseSmtpUrl: Parse<URL> = (text) => {
  const url = URL.parse(text);
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === "") return null;
  const isWhole = url.pathname.length <= 1 && url.search === "" && url.hash === "";
  return isWhole && isEncoded(url.username + url.password) ? url : null;
};

/** Whether every percent sign stands for a character, as it has to in an address. */
function isEncoded(text: string): boolean {
  try {
    return decodeURIComponent(text) !== null;
  } catch {
    return false;
  }
}

/** An address alone, or a name and the address in angle brackets. */
export const parseMailFrom: Parse<string> = (text) => {
  const address = /^[^<>\p{Cc}]*<([^<>]+)>$/u.exec(text)?.[1] ?? text;
  return parseEmail(address) === null ? null : text;
};

export const parseToken: Parse<string> = (text) => (/^\S{16,256}$/.test(text) ? text : null);

export const parseYesNo: Parse<boolean> = (text) =>
  text === "yes" || text === "no" ? text === "yes" : null;

export const parseSecrets: Parse<string[]> = (text) => {
  const secrets = splitList(text);
  return secrets.every((secret) => secret.length >= secretMinLength) ? secrets : null;
};

export const parseCidrs: Parse<string[]> = (text) => {
  const ranges = splitList(text);
  // ipaddr.js alone would take 127.1 and 10/8, which mean something else than they seem to.
  const isRange = (range: string) =>
    isIP(range.split("/", 1)[0] ?? "") !== 0 &&
    (ipaddr.isValidCIDR(range) || ipaddr.isValid(range));
  return ranges.every(isRange) ? ranges : null;
};

const splitList = (text: string): string[] => text.split(",").map((part) => part.trim());
