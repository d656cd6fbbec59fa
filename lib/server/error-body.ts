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

const unreadable = {
  code: "bad_request",
  title: "This page is out of date",
  text: "Open it again and repeat what you did.",
};

const unavailable = {
  code: "unavailable",
  title: "Latchkey cannot reach its data right now",
  text: "Nothing was changed, and nobody was signed out. Try again in a moment.",
};

const broken = {
  code: "server_error",
  title: "Something went wrong on our side",
  text: "Try again. If it happens again, tell your administrator.",
};

/**
 * What is said when a request failed, in place of Next's page, which needs JavaScript. No details: they are in the
 * log, on the lines with this `requestId`.
 */
export function errorBody(status: number, asPage: boolean, requestId?: string): Body {
  const { code, title, text } = status < 500 ? unreadable : status === 503 ? unavailable : broken;
  const id = status < 500 ? undefined : requestId;
  if (asPage) return htmlBody(title, id === undefined ? text : `${text} Request number: ${id}.`);
  return jsonBody({ error: code, ...(id !== undefined && { requestId: id }) });
}
