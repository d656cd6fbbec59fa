import { once } from "node:events";
import fs from "node:fs";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { maxBodyBytes } from "./front-door.ts";
import { handlerFor } from "./handler.ts";
import { markFailed, setStatus } from "./response-scope.ts";

type Next = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface Question {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

async function serve(next: Next, settings = {}): Promise<(question?: Question) => Promise<Answer>> {
  const options = {
    publicUrl: new URL("https://login.example.com"),
    trustedProxies: [],
    development: false,
    notFoundPage: "<h1>Nothing here</h1>",
    ...settings,
  };
  const { publicUrl } = options;
  const server = createServer(handlerFor(next, options)).listen(0, "127.0.0.1");
  onTestFinished(() => server.closeAllConnections());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  return async ({ method = "GET", path = "/", headers = {}, body } = {}) => {
    const host = publicUrl.host;
    const sent = request({ port, host: "127.0.0.1", method, path, headers: { host, ...headers } });
    sent.end(body);
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    const chunks = await answer.toArray();
    return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) };
  };
}

const page = { accept: "text/html,*/*" };

async function sayHello(_request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader("Content-Type", "text/html");
  response.end("hello");
}

describe("every answer", () => {
  const paths = ["/", "/_next/static/a.js", "//evil", "/api/x"];

  test.each(paths)("to %s carries the security headers", async (path) => {
    const ask = await serve(sayHello);
    expect((await ask({ path })).headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "x-frame-options": "DENY",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
      "strict-transport-security": "max-age=31536000; includeSubDomains",
    });
  });

  test("leaves Strict-Transport-Security out where the public address has no TLS", async () => {
    const ask = await serve(sayHello, { publicUrl: new URL("http://localhost:3000") });
    expect((await ask()).headers).not.toHaveProperty("strict-transport-security");
  });

  test("keeps a stricter header that a page has set itself", async () => {
    const ask = await serve(async (_request, response) => {
      response.writeHead(200, { "Referrer-Policy": "no-referrer" });
      response.end();
    });
    expect((await ask()).headers["referrer-policy"]).toBe("no-referrer");
  });

  test("may be cached only where the build named the file by its content", async () => {
    const ask = await serve(async (message, response) => {
      response.statusCode = message.url === "/_next/static/gone.js" ? 404 : 200;
      response.setHeader("Cache-Control", "public, max-age=31536000");
      response.end();
    });
    const cacheControl = async (path: string) => (await ask({ path })).headers["cache-control"];
    expect(await cacheControl("/_next/static/a.js")).toBe("public, max-age=31536000");
    expect(await cacheControl("/_next/static/gone.js")).toBe("private, no-store");
    expect(await cacheControl("/_next/static/../../devices")).toBe("private, no-store");
    expect(await cacheControl("/devices")).toBe("private, no-store");
  });
});

describe("a request that is refused", () => {
  test("never reaches Next, and is answered in the form it was asked in", async () => {
    const next = vi.fn(sayHello);
    const ask = await serve(next);
    const crossSite = { "sec-fetch-site": "cross-site" };

    const asked = await ask({ method: "POST", headers: { ...crossSite, ...page } });
    expect(asked.status).toBe(403);
    expect(asked.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(asked.body.toString()).toContain("came from another site");

    const called = await ask({ method: "POST", headers: crossSite });
    expect(called.status).toBe(403);
    expect(JSON.parse(called.body.toString())).toMatchObject({ error: "cross_site" });
    expect(next).not.toHaveBeenCalled();
  });

  test("with HEAD has no body, with OPTIONS neither", async () => {
    const ask = await serve(sayHello);
    expect((await ask({ method: "HEAD", path: "//evil" })).body).toHaveLength(0);
    const options = await ask({ method: "OPTIONS" });
    expect(options).toMatchObject({ status: 204, headers: { allow: "GET, HEAD, POST, OPTIONS" } });
    expect(options.body).toHaveLength(0);
  });
});

describe("a body", () => {
  const readAll: Next = async (message, response) => {
    let length = 0;
    for await (const chunk of message) length += chunk.length;
    response.end(String(length));
  };

  test.each([
    ["with its length stated", {}],
    ["in chunks", { "transfer-encoding": "chunked" }],
  ])("%s passes up to 1 MB and is refused above", async (_how, headers) => {
    const ask = await serve(readAll);
    const send = (length: number) => ask({ method: "POST", headers, body: "x".repeat(length) });
    expect((await send(maxBodyBytes)).body.toString()).toBe(String(maxBodyBytes));
    expect((await send(maxBodyBytes + 1)).status).toBe(413);
  });
});

describe("what Next sees", () => {
  test("is our own account of the client, never the client's", async () => {
    const ask = await serve(async (message, response) => {
      response.end(JSON.stringify(message.headers));
    });
    const headers = {
      "x-latchkey-address": "6.6.6.6",
      "x-forwarded-for": "6.6.6.6",
      "x-forwarded-host": "evil.example",
    };
    const { body } = await ask({ path: "/devices?a=1&_rsc=x", headers });
    expect(JSON.parse(body.toString())).toMatchObject({
      host: "login.example.com",
      "x-latchkey-address": "127.0.0.1",
      "x-latchkey-path": "/devices?a=1",
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "https",
    });
  });

  test("is the address that a trusted proxy vouches for", async () => {
    const next: Next = async (message, response) => {
      response.end(message.headers["x-latchkey-address"]);
    };
    const ask = await serve(next, { trustedProxies: ["127.0.0.1"] });
    const headers = { "x-forwarded-for": "6.6.6.6, 203.0.113.9" };
    expect((await ask({ headers })).body.toString()).toBe("203.0.113.9");
  });
});

describe("setStatus", () => {
  const answers: Record<string, Next> = {
    "an answer without a head of its own": sayHello,
    "an answer that is streamed": async (_request, response) => {
      response.flushHeaders();
      response.write("hel");
      response.end("lo");
    },
    "an answer with a head of its own": async (_request, response) => {
      response.writeHead(200, "OK", { "X-Own": "1" });
      response.end("hello");
    },
  };

  test.each(Object.entries(answers))("gives %s its status and headers", async (_kind, answer) => {
    const ask = await serve(async (message, response) => {
      await Promise.resolve();
      setStatus(429, { "Retry-After": "60" });
      await answer(message, response);
    });
    const { status, headers, body } = await ask();
    expect(status).toBe(429);
    expect(headers["retry-after"]).toBe("60");
    expect(body.toString()).toBe("hello");
  });

  test("leaves a redirect alone", async () => {
    const ask = await serve(async (_request, response) => {
      setStatus(429);
      response.writeHead(303, { Location: "/login" }).end();
    });
    expect(await ask()).toMatchObject({ status: 303, headers: { location: "/login" } });
  });

  test("speaks of its own request only, and outside of one of none", async () => {
    setStatus(418);
    const ask = await serve(async (message, response) => {
      if (message.url === "/first") setStatus(429);
      response.end();
    });
    expect((await ask({ path: "/first" })).status).toBe(429);
    expect((await ask({ path: "/second" })).status).toBe(200);
  });
});

describe("a failure", () => {
  const failing =
    (status: number, type: string | null): Next =>
    async (_request, response) => {
      response.statusCode = status;
      if (type !== null) response.setHeader("Content-Type", type);
      response.setHeader("Content-Length", "14");
      response.write("secret ");
      response.end("details");
    };

  test.each([
    ["text/html; charset=utf-8", page],
    ["text/plain", page],
    [null, page],
    ["text/html", {}],
  ])("of type %s is shown as a page of ours", async (type, headers) => {
    const ask = await serve(failing(500, type));
    const answer = await ask({ headers });
    expect(answer.status).toBe(500);
    expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(answer.body.toString()).toContain("Something went wrong on our side");
    expect(answer.body.toString()).not.toContain("secret");
    expect(answer.headers["content-length"]).toBe(String(answer.body.length));
  });

  test("of the data says that nobody was signed out, and when to try again", async () => {
    const ask = await serve(async (message, response) => {
      markFailed();
      setStatus(503);
      await failing(500, "text/html")(message, response);
    });
    const { status, headers, body } = await ask({ headers: page });
    expect(status).toBe(503);
    expect(headers["retry-after"]).toBe("5");
    expect(body.toString()).toContain("nobody was signed out");
  });

  test("tells a program in JSON, unless a handler has said it better", async () => {
    const unworded = await serve(failing(503, null));
    expect(JSON.parse((await unworded()).body.toString())).toEqual({
      error: "unavailable",
      requestId: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
    const worded = await serve(failing(503, "application/json"));
    expect((await worded({ headers: page })).body.toString()).toBe("secret details");
  });

  test("for Next's router is left to it", async () => {
    const ask = await serve(failing(500, "text/x-component"));
    const headers = { ...page, "next-action": "1" };
    expect((await ask({ headers })).body.toString()).toBe("secret details");
  });

  test("is left to Next in development", async () => {
    const ask = await serve(failing(500, "text/html"), { development: true });
    expect((await ask({ headers: page })).body.toString()).toBe("secret details");
  });

  test("is not sent as the compressed answer that it replaces", async () => {
    const ask = await serve(async (_request, response) => {
      response.writeHead(500, { "Content-Type": "text/html", "Content-Encoding": "gzip" });
      response.end(gzipSync("secret details"));
    });
    const { headers, body } = await ask({ headers: page });
    expect(headers).not.toHaveProperty("content-encoding");
    expect(() => gunzipSync(body)).toThrow();
    expect(body.toString()).toContain("Something went wrong");
  });

  test("of Next itself is answered, and logged in one line that the answer's number leads to", async () => {
    const log = vi.spyOn(fs, "writeSync").mockReturnValue(1_000);
    onTestFinished(() => log.mockRestore());
    const ask = await serve(async () => {
      throw new Error("first line\nsecret line");
    });
    const { status, body } = await ask({ headers: page });
    const [line] = log.mock.calls.map(([, written]) => JSON.parse(String(written)));
    expect(status).toBe(500);
    expect(log).toHaveBeenCalledOnce();
    expect(line).toMatchObject({
      message: "GET / failed",
      error: expect.stringMatching(/^Error: first line at .+$/),
    });
    expect(body.toString()).toContain(`Request number: ${line.requestId}.`);
  });
});

describe("a page that finds nothing", () => {
  const notFound =
    (type: string): Next =>
    async (_request, response) => {
      response.statusCode = 404;
      response.setHeader("Content-Type", type);
      response.end("empty until JavaScript runs");
    };

  test("is the whole page that was built for it", async () => {
    const ask = await serve(notFound("text/html; charset=utf-8"));
    const { status, headers, body } = await ask({ headers: page });
    expect(status).toBe(404);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(body.toString()).toBe("<h1>Nothing here</h1>");
  });

  test.each(["text/x-component", "application/json"])("leaves %s alone", async (type) => {
    const ask = await serve(notFound(type));
    expect((await ask()).body.toString()).toBe("empty until JavaScript runs");
  });
});

describe("a page's own answer", () => {
  const busy: Next = async (_request, response) => {
    setStatus(503, { "Retry-After": "5" });
    response.setHeader("Content-Type", "text/html");
    response.end("Latchkey is busy. What you typed is still here.");
  };

  test("is heard when it asked for the status itself", async () => {
    const ask = await serve(busy);
    const { status, headers, body } = await ask({ headers: page });
    expect(status).toBe(503);
    expect(headers["retry-after"]).toBe("5");
    expect(body.toString()).toContain("What you typed is still here.");
  });

  test("is not what is sent when something threw on the way", async () => {
    const ask = await serve(async (request, response) => {
      markFailed();
      await busy(request, response);
    });
    expect((await ask({ headers: page })).body.toString()).toContain("cannot reach its data");
  });

  test.each([400, 409])("to an action it does not know is no bare line (%i)", async (status) => {
    const ask = await serve(async (_request, response) => {
      response.writeHead(status, { "Content-Type": "text/plain" });
      response.end("Server Action unavailable.");
    });
    expect((await ask({ headers: page })).body.toString()).toContain("This page is out of date");
    expect((await ask()).body.toString()).toBe("Server Action unavailable.");
  });
});
