import { existsSync } from "node:fs";
import { join } from "node:path";
import "./quick-imports.ts";

// npm runs scripts in the repository's folder and notes where it was typed.
const startedIn = process.env.INIT_CWD ?? process.cwd();

// Settings, database and migrations are found as the server finds them.
process.chdir(join(import.meta.dirname, ".."));
if (existsSync(".env")) process.loadEnvFile(".env");

const { run } = await import("./commands/run.ts");
process.exitCode = await run(process.argv.slice(2), startedIn);
