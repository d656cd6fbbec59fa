import { randomBytes, randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SettingsRefused } from "./env.ts";
import { secretMinLength } from "./parse-setting.ts";

const fileName = "session-secret";

/**
 * The secret kept in `directory`, generated there with mode 0600 on the first run. Written under another name and
 * linked into place, so that two processes starting together agree on one whole secret. Throws `SettingsRefused`
 * when the file holds too little to be one.
 */
export function keptSecret(directory: string): string {
  const file = join(directory, fileName);
  const existing = readSecret(file);
  if (existing !== null) return existing;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  const secret = randomBytes(32).toString("base64url");
  try {
    writeFileSync(draft, `${secret}\n`, { mode: 0o600, flag: "wx", flush: true });
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return keptSecret(directory);
}

function readSecret(file: string): string | null {
  try {
    return requireWhole(readFileSync(file, "utf8").trim(), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function requireWhole(secret: string, file: string): string {
  if (secret.length >= secretMinLength) return secret;
  throw new SettingsRefused([`${file} holds no whole secret; remove it to have a new one made.`]);
}
