import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const sources = [
  "app",
  "db",
  "lib",
  "public",
  "instrumentation.ts",
  "next.config.ts",
  "package-lock.json",
  "package.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];

const tests = /\.(?:test|spec|contract)\.(?:tsx?|mjs)$/;

/** A number that changes when anything changes that a build is made of. */
export function fingerprint(folder) {
  const hash = createHash("sha256");
  for (const file of sources.flatMap((source) => filesIn(folder, source)))
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(folder, file)))
      .update("\0");
  return hash.digest("hex");
}

function filesIn(folder, path) {
  if (!existsSync(join(folder, path))) return [];
  if (!statSync(join(folder, path)).isDirectory()) return tests.test(path) ? [] : [path];
  const names = readdirSync(join(folder, path)).sort();
  return names.flatMap((name) => filesIn(folder, `${path}/${name}`));
}
