import { execFile } from "node:child_process";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "./server.ts";

const parts =
  "app db lib scripts proxy.ts instrumentation.ts package.json postcss.config.mjs tsconfig.json";

// Packages are found in the folder above, which Turbopack has to be told of.
const config = `import config from "../../next.config.ts";

export default { ...config, turbopack: { root: ${JSON.stringify(root)} } };
`;

/** Builds Latchkey with the files of `examples/<name>` laid over it; returns the folder. */
export async function buildExample(name: string): Promise<string> {
  const folder = join(root, ".next", `example-${name}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  for (const part of parts.split(" "))
    await cp(join(root, part), join(folder, part), { recursive: true });
  await cp(join(root, "examples", name), folder, { recursive: true });
  await writeFile(join(folder, "next.config.ts"), config);
  const next = join(root, "node_modules/next/dist/bin/next");
  await promisify(execFile)(process.execPath, [next, "build"], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: "production" },
  });
  return folder;
}
