import { spawnSync } from "node:child_process";
import { ensureBuilt, ensureInstalled } from "./steps/prepare.mjs";
import { main } from "./steps/refused.mjs";
import { root } from "./steps/root.mjs";
import { findNode, pathWith, typeScriptFlags } from "./steps/runtime.mjs";

// `npm run test:faults [-- --quick] [-- FT-01 …]`: breaks what a server stands on and reports what held.
await main(async () => {
  await ensureInstalled();
  const node = findNode();
  process.env.PATH = pathWith(node);
  await ensureBuilt(node);
  const args = [...typeScriptFlags(node), "e2e/faults/run.ts", ...process.argv.slice(2)];
  return spawnSync(node, args, { cwd: root, stdio: "inherit" }).status ?? 1;
});
