import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { callbackAmong, headersAmong } from "./write-arguments.ts";

/** Where passwords are typed nothing runs: the page needs no script, so what Next would send along is left out. */
const scriptFree = new Set(["/login"]);

export const isScriptFree = (pathname: string): boolean => scriptFree.has(pathname);

/** A page without its scripts and what announces them. React writes neither into text or attributes unescaped. */
export function withoutScripts(html: string): string {
  return html
    .replaceAll(/<script\b[^>]*>.*?<\/script>/gs, "")
    .replaceAll(/<link\b[^>]*\bas="script"[^>]*>/g, "");
}

/** Holds the answer back until it is whole and sends it without scripts; compressed here, for Next is told not to. */
export function leaveOutScripts({ headers }: IncomingMessage, response: ServerResponse): void {
  const compresses = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/i.test(
    String(headers["accept-encoding"] ?? ""),
  );
  delete headers["accept-encoding"];
  const { writeHead, end } = response;
  const parts: Buffer[] = [];

  response.writeHead = ((status: number, ...rest: unknown[]) => {
    response.statusCode = status;
    for (const [name, value] of Object.entries(headersAmong(rest)))
      if (value !== undefined) response.setHeader(name, value);
    return response;
  }) as typeof writeHead;
  response.flushHeaders = () => {};

  response.write = ((...args: unknown[]) => {
    keep(args);
    callbackAmong(args)?.();
    return true;
  }) as typeof response.write;

  response.end = ((...args: unknown[]) => {
    keep(args);
    response.writeHead = writeHead;
    return end.call(response, finished(), "utf8", callbackAmong(args));
  }) as typeof end;

  function keep([chunk, encoding]: unknown[]): void {
    if (typeof chunk === "string") parts.push(Buffer.from(chunk, encoding as BufferEncoding));
    else if (chunk instanceof Uint8Array) parts.push(Buffer.from(chunk));
  }

  function finished(): Buffer {
    const whole = Buffer.concat(parts);
    const isPage = String(response.getHeader("Content-Type")).startsWith("text/html");
    // The answer to HEAD has the type of a page and nothing in it.
    if (!isPage || whole.length === 0) return whole;
    const page = Buffer.from(withoutScripts(whole.toString()));
    // Announces the same scripts.
    response.removeHeader("Link");
    response.setHeader("Vary", "Accept-Encoding");
    const body = compresses ? gzipSync(page) : page;
    if (compresses) response.setHeader("Content-Encoding", "gzip");
    response.setHeader("Content-Length", body.length);
    return body;
  }
}
