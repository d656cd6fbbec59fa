import { readFileSync } from "node:fs";
import { resolve } from "node:path";

let common: ReadonlySet<string> | null = null;

/**
 * Whether a password is among those that are tried first, in capitals or not (ASVS 5.0 6.2.4): from the SecLists'
 * million most common ones (MIT), all of 15 characters and more, and the first 10,000 of 8 to 14.
 */
export function isCommonPassword(password: string): boolean {
  common ??= new Set(readFileSync(resolve("lib/account/common-passwords.txt"), "utf8").split("\n"));
  return common.has(password.toLowerCase());
}
