import { cpus, release, totalmem, type } from "node:os";

/** What the figures depend on, and nothing by which anybody would know the machine again. */
export function machine() {
  const [cpu] = cpus();
  return {
    processor: `${cpus().length} × ${cpu?.model.trim() || "unnamed"}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `${type()} ${/^\d+\.\d+/.exec(release())?.[0] ?? ""}`,
    node: process.version,
  };
}
