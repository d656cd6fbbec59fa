import type { IncomingHttpHeaders } from "node:http";
import { plainPage, plainPagePolicy } from "./plain-page.ts";

export interface Body {
  headers: Record<string, string>;
  text: string;
}

/** Whether a browser asks for a page to show, and not Next's router for the parts of one. */
export function wantsPage(headers: IncomingHttpHeaders): boolean {
  const isRouter = headers.rsc !== undefined || headers["next-action"] !== undefined;
  return !isRouter && (headers.accept ?? "").includes("text/html");
}

export function htmlBody(title: string, text: string): Body {
  return {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": plainPagePolicy,
    },
    text: plainPage(title, text),
  };
}

export function jsonBody(value: Record<string, string>): Body {
  return {
    headers: { "Content-Type": "application/json; charset=utf-8" },
    text: `${JSON.stringify(value)}\n`,
  };
}

/** What is said when we failed, in place of Next's page, which needs JavaScript. No details: they are in the log. */
export function errorBody(status: number, asPage: boolean): Body {
  if (!asPage) return jsonBody({ error: status === 503 ? "unavailable" : "server_error" });
  return status === 503
    ? htmlBody(
        "Latchkey cannot reach its data right now",
        "You are still signed in. Try again in a moment.",
      )
    : htmlBody(
        "Something went wrong on our side",
        "Try again. If it happens again, tell your administrator.",
      );
}
