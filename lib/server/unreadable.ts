import type { Duplex } from "node:stream";

interface ParseError extends Error {
  code?: string;
}

const statuses: Record<string, string> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

/** Answers what is no HTTP request with a status and the headers that every answer carries. */
export function refuseUnreadable(
  headers: Record<string, string>,
): (error: ParseError, socket: Duplex) => void {
  const lines = Object.entries({ ...headers, Connection: "close", "Content-Length": "0" })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
  return (error, socket) => {
    // Whoever is gone, or has been told something already, is told nothing more.
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    const status = statuses[error.code ?? ""] ?? "400 Bad Request";
    socket.end(`HTTP/1.1 ${status}\r\n${lines}\r\n`, () => socket.destroy());
  };
}
