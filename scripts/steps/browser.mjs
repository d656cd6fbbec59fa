import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { run } from "./child.mjs";
import { Refused } from "./refused.mjs";
import { inRoot } from "./root.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];
/** A download that gets nowhere is given up in favour of the next way. */
const downloadPatience = 5 * 60_000;

/** The path of a Chromium that starts; gets one when there is none. */
export async function ensureBrowser(node) {
  const isRoot = process.getuid?.() === 0;
  const ways = [() => {}, () => downloadBrowser(node, isRoot), () => isRoot && installPackage()];
  for (const way of ways) {
    await Promise.resolve(way()).catch(() => {});
    const browser = findBrowser();
    if (browser !== undefined) return browser;
  }
  throw new Refused(
    "The browser tests need Chromium: install it, or name one with PLAYWRIGHT_CHROMIUM_PATH.",
  );
}

function findBrowser() {
  const onPath = (process.env.PATH ?? "").split(delimiter);
  const candidates = [
    process.env.PLAYWRIGHT_CHROMIUM_PATH,
    ...names.flatMap((name) => onPath.map((folder) => join(folder, name))),
    ...places,
    ownBrowser(),
  ];
  return candidates.find((path) => path && existsSync(path) && starts(path));
}

/** Where Playwright keeps the one that it downloads. */
function ownBrowser() {
  const require = createRequire(import.meta.url);
  return require("playwright").chromium.executablePath();
}

/** Some systems have a stand-in that only says what to install. */
function starts(path) {
  // On Windows asking for the version opens a window.
  if (process.platform === "win32") return true;
  try {
    execFileSync(path, ["--version"], { stdio: "ignore", timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

function downloadBrowser(node, isRoot) {
  const withLibraries = isRoot && process.platform === "linux" && process.env.CI;
  const args = ["install", "chromium", ...(withLibraries ? ["--with-deps"] : [])];
  const cli = inRoot("node_modules/playwright/cli.js");
  return run(node, [cli, ...args], { timeout: downloadPatience });
}

async function installPackage() {
  if (!existsSync("/usr/bin/apt-get")) return;
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update"], { env });
  await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { env });
}
