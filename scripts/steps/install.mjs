import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { run } from "./child.mjs";
import { inRoot } from "./root.mjs";

/** Whether what is installed is not, or not all, of what the lock file says. */
export function isInstallStale(folder = ".") {
  const marker = markerIn(folder);
  return !existsSync(marker) || readFileSync(marker, "utf8") !== lockFingerprint(folder);
}

/** Installs the packages of the project, or of a folder that has its own. */
export async function install(folder = ".") {
  // Development packages too, whatever NODE_ENV says: the build needs them.
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const { npm_execpath: npm = "", npm_node_execpath: node = process.execPath } = process.env;
  // npm empties node_modules first, so a marker stands for a complete installation.
  const options = { cwd: inRoot(folder) };
  if (npm.endsWith("npm-cli.js")) await run(node, [npm, ...args], options);
  else await run("npm", args, { ...options, shell: process.platform === "win32" });
  writeFileSync(markerIn(folder), lockFingerprint(folder));
}

const markerIn = (folder) => inRoot(folder, "node_modules", ".latchkey-lock");

function lockFingerprint(folder) {
  return createHash("sha256")
    .update(readFileSync(inRoot(folder, "package-lock.json")))
    .digest("hex");
}
