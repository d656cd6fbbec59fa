import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { run } from "./child.mjs";
import { inRoot } from "./root.mjs";

const marker = inRoot("node_modules", ".latchkey-lock");

/** Whether what is installed is not, or not all, of what the lock file says. */
export function isInstallStale() {
  return !existsSync(marker) || readFileSync(marker, "utf8") !== lockFingerprint();
}

export async function install() {
  // Development packages too, whatever NODE_ENV says: the build needs them.
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const { npm_execpath: npm = "", npm_node_execpath: node = process.execPath } = process.env;
  // npm empties node_modules first, so a marker stands for a complete installation.
  if (npm.endsWith("npm-cli.js")) await run(node, [npm, ...args]);
  else await run("npm", args, { shell: process.platform === "win32" });
  writeFileSync(marker, lockFingerprint());
}

function lockFingerprint() {
  return createHash("sha256")
    .update(readFileSync(inRoot("package-lock.json")))
    .digest("hex");
}
