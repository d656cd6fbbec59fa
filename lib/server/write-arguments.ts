import type { OutgoingHttpHeaders } from "node:http";

/** The callback, wherever it stands: Node lets what is before it be left out. */
export function callbackAmong(args: unknown[]): (() => void) | undefined {
  return args.find((arg): arg is () => void => typeof arg === "function");
}

/** The headers that `writeHead` was given, with or without a reason before them. */
export function headersAmong(args: unknown[]): OutgoingHttpHeaders {
  const headers = args.find((arg) => typeof arg === "object" && arg !== null);
  return (headers ?? {}) as OutgoingHttpHeaders;
}
