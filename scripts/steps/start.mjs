import { isBuildStale } from "./build.mjs";
import { run, runServer } from "./child.mjs";
import { preflight } from "./preflight.mjs";
import { ensureBuilt, ensureInstalled } from "./prepare.mjs";
import { main } from "./refused.mjs";
import { findNode, typeScriptFlags } from "./runtime.mjs";

/** `npm start`: from whatever state the folder is in to a running server. */
export function start() {
  return main(async () => {
    await preflight();
    await ensureInstalled();
    const node = findNode();
    const server = [...typeScriptFlags(node), "scripts/serve.ts"];
    if (isBuildStale()) await run(node, [...server, "--check-settings"]);
    await ensureBuilt(node);
    return runServer(node, server);
  });
}
