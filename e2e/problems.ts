import { type BrowserContext, expect } from "playwright/test";
import type { RunningServer } from "./server.ts";

export interface Problems {
  watch(context: BrowserContext): void;
  /** What the test provokes, as a part of the console's message or of the line in the server's log. */
  allow(...texts: string[]): void;
  expectNone(): void;
}

/** Collects what goes wrong without anybody looking, from now on. */
export function watchFor(server: RunningServer): Problems {
  const seen: string[] = [];
  const allowed: string[] = [];
  const before = server.log().length;
  const isAllowed = (problem: string) => allowed.some((text) => problem.includes(text));

  return {
    watch(context) {
      context.on("weberror", (error) => seen.push(`page: ${error.error().message}`));
      context.on("console", (message) => {
        if (message.type() === "error")
          seen.push(`console: ${message.text()} ${message.location().url}`);
      });
    },
    allow(...texts) {
      allowed.push(...texts);
    },
    expectNone() {
      // The greeting is indented, and news is no problem; both may still be on their way when the first test begins.
      const printed = server
        .log()
        .slice(before)
        .split("\n")
        .filter((line) => !/^(?: {2}\S.*)?$|^\{"level":"info",/.test(line));
      const problems = [...seen, ...printed.map((line) => `log: ${line}`)];
      expect(problems.filter((problem) => !isAllowed(problem))).toEqual([]);
    },
  };
}

/** What Chromium says of a page or a part of one that was answered with this status. */
export const status = (code: number): string => `responded with a status of ${code}`;
