import { ensureBuilt } from "./steps/prepare.mjs";
import { main } from "./steps/refused.mjs";
import { findNode } from "./steps/runtime.mjs";

await main(async () => {
  await ensureBuilt(findNode());
});
