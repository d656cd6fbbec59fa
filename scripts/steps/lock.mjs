import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inRoot } from "./root.mjs";

/** Neither `npm ci` nor `next build` clears this folder. */
const file = inRoot(".next/cache/latchkey.lock");
const renewEvery = 2_000;
const staleAfter = 15_000;

/** Runs `work` while no other start in this folder installs or builds. */
export async function withLock(work) {
  mkdirSync(dirname(file), { recursive: true });
  if (!take()) {
    console.log("  waiting for another start in this folder");
    while (!take()) await sleep(500);
  }
  const renewal = setInterval(() => utimesSync(file, new Date(), new Date()), renewEvery);
  const release = () => rmSync(file, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    process.off("exit", release);
    release();
  }
}

function take() {
  try {
    writeFileSync(file, "", { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    dropIfStale();
    return false;
  }
}

/** A holder that was killed renews no more. Renamed first, so that of several who notice only one drops it. */
function dropIfStale() {
  const dropped = `${file}.${process.pid}`;
  try {
    if (Date.now() - statSync(file).mtimeMs < staleAfter) return;
    renameSync(file, dropped);
    rmSync(dropped, { force: true });
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}
