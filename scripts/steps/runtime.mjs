import { existsSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { Refused } from "./refused.mjs";
import { inRoot } from "./root.mjs";

const packaged = inRoot(
  "node_modules/node/bin",
  process.platform === "win32" ? "node.exe" : "node",
);

/** The Node to go on with: this one when it is new enough, else the one among the packages. */
export function findNode() {
  // better-sqlite3 needs version 10 of the interface for native code and crashes without it.
  if (isAtLeast(23, 6) || isWithin22From(14)) return process.execPath;
  if (existsSync(packaged)) return packaged;
  throw new Refused(
    `Latchkey runs on Node.js 22.14 or newer. This is ${process.version}, and the package "node" could not be installed.`,
  );
}

/** What a Node needs to be told to run TypeScript. The packaged one, 24, needs nothing. */
export function typeScriptFlags(node) {
  const flags = ["--disable-warning=ExperimentalWarning"];
  const isUnasked = node !== process.execPath || isAtLeast(23, 6) || isWithin22From(18);
  return isUnasked ? flags : [...flags, "--experimental-strip-types"];
}

/** Makes `node` mean this one for everything that a program starts. */
export function pathWith(node) {
  return [inRoot("node_modules/.bin"), dirname(node), process.env.PATH].join(delimiter);
}

const [ownMajor = 0, ownMinor = 0] = process.versions.node.split(".").map(Number);

function isAtLeast(major, minor) {
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

function isWithin22From(minor) {
  return ownMajor === 22 && ownMinor >= minor;
}
