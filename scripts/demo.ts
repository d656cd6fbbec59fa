import { join } from "node:path";
import "./quick-imports.ts";

// Fills the demo's database afresh and says who to sign in as; `demo.mjs` starts the server on it.
process.chdir(join(import.meta.dirname, ".."));
// Never anybody's own: whatever DATABASE_URL says.
const DATABASE_URL = "file:./data/demo/latchkey.db";

const { clearDemo } = await import("./demo/clear.ts");
const { fillDemo } = await import("./demo/fill.ts");
const { ada, demoPassword, sam } = await import("./demo/people.ts");
const { readEnv } = await import("#lib/env.ts");
const { explainRefusal } = await import("#lib/server/start-refusal.ts");

try {
  const env = readEnv({ ...process.env, DATABASE_URL });
  clearDemo(env.databaseFile);
  const { accounts, sessions } = await fillDemo(env, new Date());
  console.log(`
  ${accounts} accounts and ${sessions} live sessions are there to look at. Sign in as
    ${ada.email}  administrator
    ${sam.email}  member
  Everybody's password: ${demoPassword}
`);
} catch (error) {
  console.error(explainRefusal(error));
  process.exitCode = 1;
}
