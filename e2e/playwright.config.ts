import { existsSync } from "node:fs";
import { defineConfig } from "playwright/test";
import type { WorkerOptions } from "./fixtures.ts";

const distributions = "/usr/bin/chromium";
const chromium =
  process.env.LATCHKEY_CHROMIUM ?? (existsSync(distributions) ? distributions : undefined);
// Chromium's sandbox does not start for root, who runs most containers.
const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

/** `npm run build` comes first: this is the production build. */
export default defineConfig<object, WorkerOptions>({
  testDir: ".",
  outputDir: "../test-results",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // Room for a busy machine; nothing waits for it otherwise.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.CI ? "dot" : "list",
  use: {
    userAgent:
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
    locale: "en-GB",
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: ["--disable-background-networking", ...asRoot],
    },
  },
  projects: [
    { name: "javascript" },
    { name: "no-javascript", testMatch: "tasks/**", use: { javaScriptEnabled: false } },
  ],
});
