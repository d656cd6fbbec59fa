import { once } from "node:events";
import {
  Agent,
  createServer,
  get,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { drain, trackResponses } from "./drain.ts";

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  const running = trackResponses(server);
  onTestFinished(() => server.closeAllConnections());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return { server, running, url: `http://127.0.0.1:${port}/` };
}

async function timeOf(work: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work;
  return performance.now() - startedAt;
}

async function begun(server: Server, asked: Promise<unknown>): Promise<void> {
  asked.catch(() => {});
  await once(server, "request");
}

test("a running request is finished, a new one not taken", async () => {
  const { server, running, url } = await serve((_request, response) => {
    setTimeout(() => response.end("done"), 300);
  });
  const asked = fetch(url);
  await begun(server, asked);
  const drained = drain(server, running, 10_000);
  await turn();
  await expect(fetch(url)).rejects.toThrow();
  expect(await (await asked).text()).toBe("done");
  expect(await timeOf(drained)).toBeLessThan(1_000);
});

test("connections that wait for another request are let go at once", async () => {
  const { server, running, url } = await serve((_request, response) => response.end("done"));
  await (await fetch(url)).text();
  expect(await timeOf(drain(server, running, 10_000))).toBeLessThan(500);
});

test("a connection that is in use gets its last answer, told to close", async () => {
  const { server, running, url } = await serve((_request, response) => response.end("done"));
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const ask = async () => {
    const [answer] = (await once(get(url, { agent }), "response")) as [IncomingMessage];
    answer.resume();
    await once(answer, "end");
    return answer.headers.connection;
  };
  expect(await ask()).toBe("keep-alive");
  const drained = drain(server, running, 10_000);
  await turn();
  await turn();
  expect(await ask()).toBe("close");
  await drained;
});

test("an event stream is ended, for its page to ask the next process", async () => {
  const { server, running, url } = await serve((_request, response) => {
    response.setHeader("Content-Type", "text/event-stream");
    response.write("data: 1\n\n");
  });
  const stream = await fetch(url);
  const drained = drain(server, running, 10_000);
  expect(await stream.text()).toBe("data: 1\n\n");
  expect(await timeOf(drained)).toBeLessThan(500);
});

test("what takes longer than the grace is cut", async () => {
  const { server, running, url } = await serve(() => {});
  const asked = fetch(url);
  await begun(server, asked);
  expect(await timeOf(drain(server, running, 200))).toBeLessThan(1_000);
  await expect(asked).rejects.toThrow();
});

test("a server that never listened is drained too", async () => {
  const server = createServer();
  await drain(server, trackResponses(server), 1_000);
});
