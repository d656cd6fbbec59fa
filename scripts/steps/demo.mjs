import { existsSync } from "node:fs";
import { run } from "./child.mjs";
import { preflight } from "./preflight.mjs";
import { ensureInstalled } from "./prepare.mjs";
import { main, Refused } from "./refused.mjs";
import { inRoot } from "./root.mjs";
import { findNode, typeScriptFlags } from "./runtime.mjs";
import { start } from "./start.mjs";
import { step } from "./step.mjs";

/** `npm run demo`: fills a database of its own and starts the server on that. */
export async function demo() {
  await main(fill);
  if (process.exitCode !== 1) await start();
}

async function fill() {
  if (existsSync(inRoot(".env"))) process.loadEnvFile?.(inRoot(".env"));
  requirePlayground(process.env);
  process.env.DATABASE_URL = "file:./data/demo/latchkey.db";
  await preflight();
  await ensureInstalled();
  const node = findNode();
  const script = [...typeScriptFlags(node), inRoot("scripts/demo.ts")];
  process.stdout.write(await step("filling the demo", () => run(node, script)));
}

/** The demo has nothing to do with anybody's real accounts. */
function requirePlayground({ NODE_ENV, DATABASE_URL }) {
  if (NODE_ENV === "production")
    throw new Refused("The demo is not for production, which is what NODE_ENV says this is.");
  if (DATABASE_URL?.trim())
    throw new Refused("The demo makes a database of its own. Unset DATABASE_URL to see it.");
}
