import { spawnSync } from "node:child_process";
import { ensureBuilt, ensureInstalled, ensurePeersInstalled } from "./steps/prepare.mjs";
import { main } from "./steps/refused.mjs";
import { root } from "./steps/root.mjs";
import { findNode, pathWith, typeScriptFlags } from "./steps/runtime.mjs";

// `npm run bench [-- --quick] [-- --only check,http]`: measures Latchkey beside others; fails when a bar is missed.
await main(async () => {
  await ensureInstalled();
  await ensurePeersInstalled();
  const node = findNode();
  process.env.PATH = pathWith(node);
  await ensureBuilt(node);
  const args = [...typeScriptFlags(node), "--expose-gc", "bench/run.ts", ...process.argv.slice(2)];
  return spawnSync(node, args, { cwd: root, stdio: "inherit" }).status ?? 1;
});
