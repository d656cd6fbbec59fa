import { createServer, type RequestListener } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { leaveOutScripts, withoutScripts } from "./script-free.ts";

const page =
  '<html><link rel="stylesheet" href="/a.css"/><link rel="preload" as="script" href="/a.js"/>' +
  "<script>one\ntwo</script><p>Grüße &lt;script&gt;</p><script src=/a.js async></script></html>";
const rest = '<html><link rel="stylesheet" href="/a.css"/><p>Grüße &lt;script&gt;</p></html>';

test("a page keeps everything but its scripts and what announces them", () => {
  expect(withoutScripts(page)).toBe(rest);
});

/** What arrives when `answer` is sent through it; compressed only when asked for. */
async function sent(answer: RequestListener, headers: Record<string, string> = {}) {
  const server = createServer((request, response) => {
    leaveOutScripts(request, response);
    void answer(request, response);
  }).listen(0);
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const response = await fetch(`http://localhost:${port}/`, {
    headers: { "accept-encoding": "identity", ...headers },
    redirect: "manual",
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

test("a page that is sent in pieces arrives whole, without scripts, its length known", async () => {
  const bytes = Buffer.from(page);
  const answer = await sent((_request, response) => {
    response.writeHead(404, { "Content-Type": "text/html; charset=utf-8" });
    // In the middle of a letter and of a script.
    const cut = bytes.indexOf("üß") + 1;
    response.write(bytes.subarray(0, 100));
    response.write(bytes.subarray(100, cut), () => response.write(bytes.subarray(cut)));
    setImmediate(() => response.end());
  });
  expect(answer).toMatchObject({ status: 404, body: rest });
  expect(answer.headers.get("content-length")).toBe(String(Buffer.byteLength(rest)));
});

test("it is compressed for those who say that they can read it, by us and nobody else", async () => {
  const asked: unknown[] = [];
  const answer: RequestListener = ({ headers }, response) => {
    asked.push(headers["accept-encoding"]);
    response.setHeader("Content-Type", "text/html");
    response.end(page);
  };
  const zipped = await sent(answer, { "accept-encoding": "gzip, br" });
  expect(zipped.headers.get("content-encoding")).toBe("gzip");
  expect(zipped.body).toBe(rest);
  const plain = await sent(answer, { "accept-encoding": "br, gzip;q=0" });
  expect(plain.headers.get("content-encoding")).toBeNull();
  expect(plain.body).toBe(rest);
  expect(asked).toEqual([undefined, undefined]);
});

test("what is no page goes through as it is", async () => {
  const away = await sent((_request, response) => {
    response.writeHead(303, { Location: "/devices" });
    response.end();
  });
  expect([away.status, away.headers.get("location"), away.body]).toEqual([303, "/devices", ""]);
  const words = await sent((_request, response) => {
    response.setHeader("Content-Type", "text/plain");
    response.end("<script>", "utf8");
  });
  expect(words.body).toBe("<script>");
});

test("what has no body gets none, and no length that is not its own", async () => {
  const answer = await sent(
    (_request, response) => {
      response.writeHead(200, { "Content-Type": "text/html" });
      response.end();
    },
    { "accept-encoding": "gzip" },
  );
  expect(answer.body).toBe("");
  expect(answer.headers.get("content-encoding")).toBeNull();
  expect(answer.headers.get("content-length")).not.toBe("20");
});
