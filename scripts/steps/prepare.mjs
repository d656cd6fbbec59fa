import { build, isBuildStale } from "./build.mjs";
import { install, isInstallStale } from "./install.mjs";
import { withLock } from "./lock.mjs";
import { step } from "./step.mjs";

/** Each does its work only when there is some, and looks again once no other start is at it. */
export async function ensureInstalled(around = step) {
  if (!isInstallStale()) return;
  await withLock(async () => {
    if (isInstallStale()) await around("installing packages", () => install());
  });
}

/** What Latchkey is measured against is installed only where it is measured. */
export async function ensurePeersInstalled(around = step) {
  if (!isInstallStale("bench")) return;
  await withLock(async () => {
    if (isInstallStale("bench")) await around("installing peers", () => install("bench"));
  });
}

export async function ensureBuilt(node, around = step) {
  if (!isBuildStale()) return;
  await withLock(async () => {
    if (isBuildStale()) await around("building", () => build(node));
  });
}
