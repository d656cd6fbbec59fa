import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "../fixtures.ts";
import { postForm, readForm, signedInCookie } from "../forms.ts";
import { ask } from "../http.ts";

const metricsToken = "for-the-tests-of-this-file-only";

test.use({ settings: { METRICS_TOKEN: metricsToken } });

test("a supervisor is told that the server lives and can serve, whatever name it asks for", async ({
  server,
}) => {
  const headers = { host: "10.0.0.7:3000" };
  expect(await ask(`${server.url}/healthz`, { headers })).toMatchObject({ status: 200 });
  const ready = await ask(`${server.url}/readyz`, { headers });
  expect(ready).toMatchObject({ status: 200, body: "ready\n", setCookies: [] });
  expect(ready.headers["cache-control"]).toBe("no-store");
});

test("while nobody can write, the server is alive and not ready", async ({
  server,
  store,
  problems,
}) => {
  problems.allow("not ready");
  store.client.exec("begin immediate");
  await expect
    .poll(async () => (await ask(`${server.url}/readyz`)).status, { timeout: 15_000 })
    .toBe(503);
  expect(await ask(`${server.url}/healthz`)).toMatchObject({ status: 200 });
  store.client.exec("rollback");
  await expect.poll(async () => (await ask(`${server.url}/readyz`)).status).toBe(200);
});

test("the figures are for whoever has the token, and name nobody", async ({
  server,
  account,
  elsewhere,
}) => {
  const cookie = await elsewhere();
  expect(await ask(`${server.url}/metrics`)).toMatchObject({ status: 401 });
  const headers = { authorization: `Bearer ${metricsToken}` };
  const { status, body } = await ask(`${server.url}/metrics`, { headers });
  expect(status).toBe(200);
  expect(body).toMatch(/^latchkey_live_sessions [1-9]/m);
  expect(body).toMatch(/^latchkey_sign_ins_total\{outcome="signed_in"\} [1-9]/m);
  expect(body).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  expect(body).not.toContain(account.email);
  expect(body).not.toContain(cookie);
});

test("the number on the page that failed leads to its line in the log", async ({
  server,
  store,
  account,
  problems,
}) => {
  problems.allow("no such table");
  const cookie = await signedInCookie(server, account);
  const form = await readForm(`${server.url}/devices`, ">Sign out<", cookie);
  store.client.exec("alter table ended_sessions rename to gone");
  try {
    const { status, body } = await postForm(form, {}, { cookie });
    expect(status).toBe(500);
    const number = /Request number: ([0-9a-f]{12})\./.exec(body)?.[1];
    const lines = server
      .log()
      .split("\n")
      .filter((line) => line.startsWith("{"));
    const own = lines.map((line) => JSON.parse(line)).filter((line) => line.requestId === number);
    expect(own).toEqual([
      expect.objectContaining({
        level: "error",
        message: "POST /devices failed",
        error: expect.stringContaining("no such table"),
      }),
    ]);
    expect(body).not.toContain("no such table");
  } finally {
    store.client.exec("alter table gone rename to ended_sessions");
  }
});

test("starting is in the trail", async ({ store }) => {
  const started = store.client.prepare("select actor_kind from events where name = 'sys_startup'");
  expect(started.all()).toEqual([{ actor_kind: "system" }]);
});

test("a flood of posts that lead nowhere is turned away at the door, and nobody signed in notices", async ({
  server,
  elsewhere,
}) => {
  const cookie = await elsewhere();
  const form = await readForm(`${server.url}/devices`, ">Sign out<", cookie);
  const statuses = await Promise.all(
    Array.from({ length: 300 }, () => postRaw(server.url, "/no-such-page")),
  );
  expect(statuses).toContain(429);
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
  expect(await ask(`${server.url}/api/session`, { cookie })).toMatchObject({ status: 200 });
  expect(await postForm(form, {}, { cookie })).toMatchObject({ status: 303 });
});

async function postRaw(url: string, path: string): Promise<number> {
  const { host, port } = new URL(url);
  const socket = connect(Number(port), "localhost");
  socket.end(
    `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  );
  return Number((await text(socket)).split(" ")[1]);
}
