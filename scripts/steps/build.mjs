import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { run } from "./child.mjs";
import { fingerprint } from "./fingerprint.mjs";
import { inRoot, root } from "./root.mjs";

const marker = inRoot(".next/latchkey-build");

/** Whether there is no complete build of just these sources. */
export function isBuildStale() {
  return !existsSync(marker) || readFileSync(marker, "utf8") !== fingerprint(root);
}

export async function build(node) {
  // Of the sources as they are now: what is changed meanwhile calls for another build.
  const built = fingerprint(root);
  rmSync(marker, { force: true });
  const next = inRoot("node_modules/next/dist/bin/next");
  await run(node, [next, "build"], { env: { NODE_ENV: "production" } });
  writeFileSync(marker, built);
}
