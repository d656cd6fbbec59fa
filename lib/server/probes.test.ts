import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { mayReadMetrics } from "./may-read-metrics.ts";
import { withProbes } from "./probes.ts";

async function serve(settings = {}) {
  const check = vi.fn(async () => {});
  const options = {
    headers: { "X-Content-Type-Options": "nosniff" },
    metricsToken: null,
    check,
    isDraining: () => false,
    metrics: { contentType: "text/plain; version=0.0.4", text: async () => "lag 1\n" },
    ...settings,
  };
  const app = vi.fn((_request, response) => response.end("app"));
  const server = createServer(withProbes(app, options)).listen(0, "127.0.0.1");
  onTestFinished(() => server.closeAllConnections());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);
  return { ask, app, check };
}

test("alive is said without a look at anything", async () => {
  const { ask, app, check } = await serve();
  const answer = await ask("/healthz?x");
  expect([answer.status, await answer.text()]).toEqual([200, "alive\n"]);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(app).not.toHaveBeenCalled();
  expect(check).not.toHaveBeenCalled();
});

test("ready means that the data can be used", async () => {
  const { ask } = await serve();
  expect((await ask("/readyz")).status).toBe(200);
  const broken = async () => {
    throw new Error("disk");
  };
  const unready = await (await serve({ check: broken })).ask("/readyz");
  expect([unready.status, unready.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await unready.text()).not.toContain("disk");
});

test("a server that stops is alive and not ready", async () => {
  const { ask, check } = await serve({ isDraining: () => true });
  const unready = await ask("/readyz");
  expect([unready.status, unready.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(check).not.toHaveBeenCalled();
  expect((await ask("/healthz")).status).toBe(200);
});

test("metrics are Prometheus text for this machine", async () => {
  const { ask } = await serve();
  const answer = await ask("/metrics");
  expect(answer.headers.get("content-type")).toContain("version=0.0.4");
  expect(await answer.text()).toBe("lag 1\n");
});

test("who comes through a proxy finds no metrics", async () => {
  const { ask } = await serve();
  for (const header of ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
    expect((await ask("/metrics", { headers: { [header]: "127.0.0.1" } })).status).toBe(404);
});

test("with a token, metrics are for whoever presents it, and for nobody else", async () => {
  const { ask } = await serve({ metricsToken: "a token of some length" });
  const as = (authorization: string) => ask("/metrics", { headers: { authorization } });
  expect((await as("Bearer a token of some length")).status).toBe(200);
  for (const wrong of ["Bearer a token of some lengtH", "a token of some length", "Bearer ", ""])
    expect((await as(wrong)).status).toBe(401);
  expect((await ask("/metrics")).headers.get("www-authenticate")).toBe("Bearer");
});

test.each([
  ["127.0.0.1", true],
  ["::1", true],
  ["::ffff:127.0.0.1", true],
  ["192.0.2.1", false],
  ["::ffff:192.0.2.1", false],
  [undefined, false],
])("without a token, whether %s may read them is %s", (remoteAddress, may) => {
  const socket = remoteAddress === undefined ? {} : { remoteAddress };
  expect(mayReadMetrics({ headers: {}, socket }, null)).toBe(may);
});

test("they are asked with GET", async () => {
  const { ask, app } = await serve();
  for (const path of ["/healthz", "/readyz", "/metrics"])
    expect((await ask(path, { method: "POST" })).status).toBe(405);
  expect((await ask("/healthzz")).status).toBe(200);
  expect(app).toHaveBeenCalledOnce();
});
