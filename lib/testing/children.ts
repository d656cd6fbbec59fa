import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface ChildResult {
  output: string;
  errors: string;
  status: number | null;
  signal: NodeJS.Signals | null;
}

// The imports of the source that follows are loaded before this runs.
const startingLine = `
process.stdout.write("ready\\n");
await new Promise((go) => process.stdin.once("data", go));
process.stdin.destroy();
`;

/** Runs `source`, a module of this project, in `count` processes that are let go at the same moment. */
export async function inChildren(
  count: number,
  source: string,
  ...args: string[]
): Promise<ChildResult[]> {
  const children = await Promise.all(Array.from({ length: count }, () => start(source, args)));
  for (const child of children) child.go();
  return Promise.all(children.map((child) => child.result));
}

/** Runs `source` in one process; the rest as `inChildren`. */
export async function inChild(source: string, ...args: string[]): Promise<ChildResult> {
  const child = await start(source, args);
  child.go();
  return child.result;
}

async function start(source: string, args: string[]) {
  const quick = ["--import", "./scripts/quick-imports.ts"];
  const module = ["--input-type=module", "--eval", startingLine + source];
  const child = spawn(process.execPath, [...quick, ...module, ...args], { stdio: "pipe" });
  const output = text(child.stdout);
  const errors = text(child.stderr);
  const ended = new Promise<Pick<ChildResult, "status" | "signal">>((resolve) =>
    child.once("close", (status, signal) => resolve({ status, signal })),
  );
  await Promise.race([new Promise((ready) => child.stdout.once("data", ready)), ended]);
  return {
    go: () => child.stdin.end("go\n"),
    result: ended.then(async (end) => ({
      ...end,
      output: (await output).replace(/^ready\n/, ""),
      errors: await errors,
    })),
  };
}
