import { isClientFault } from "./client-fault.ts";
import { logProblem } from "./log.ts";

/** What Next says about requests that programs make by hand; ours are judged at the front door. */
const aboutRequests = /Missing `origin` header from a forwarded Server Actions request/;

/**
 * Next prints whole error objects, stack and all, also for what a stranger sent: anybody could fill the log. From now
 * on errors stand there in one line, and those that a request is to blame for not at all: it was told by its status.
 */
export function quietConsole(): void {
  for (const method of ["error", "warn"] as const) {
    const print = console[method];
    console[method] = (...printed: unknown[]) => {
      const error = printed.find((part) => part instanceof Error);
      if (error === undefined) {
        if (!aboutRequests.test(String(printed[0]))) print.apply(console, printed);
      } else if (!isClientFault(error)) logProblem("a request failed", error);
    };
  }
}
