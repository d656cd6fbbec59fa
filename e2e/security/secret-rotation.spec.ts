import { randomBytes } from "node:crypto";
import { tokenIn } from "../cookie.ts";
import { expect, test } from "../fixtures.ts";
import { postForm, readForm, signedInCookie } from "../forms.ts";
import { ask } from "../http.ts";
import { type RunningServer, startServer } from "../server.ts";

test.setTimeout(120_000);

const random = (): string => randomBytes(33).toString("base64");

const page = (server: RunningServer, cookie: string) => ask(`${server.url}/devices`, { cookie });

test("ASVS 13.3.4: secrets are exchanged without signing anybody out, and a removed one opens nothing", async ({
  account,
  store,
  server: { databaseFile },
}) => {
  const [older, newer] = [random(), random()];
  const on = (secrets: string[]) =>
    startServer({ DATABASE_URL: `file:${databaseFile}`, SESSION_SECRET: secrets.join() });
  // One after the other, as processes are replaced: all on one database.
  const before = await on([older]);
  const between = await on([newer, older]);
  const after = await on([newer]);

  const old = await signedInCookie(before, account);
  expect((await page(between, old)).status).toBe(200);
  const fresh = await signedInCookie(between, account);
  expect(await tokenIn(fresh, [newer])).not.toBeNull();
  expect(await tokenIn(fresh, [older])).toBeNull();
  expect((await page(between, old)).status).toBe(200);
  expect((await page(after, fresh)).status).toBe(200);

  const stranger = await page(after, old);
  expect(stranger).toMatchObject({ status: 307, setCookies: [] });
  expect(stranger.headers.location).toBe("/login?next=%2Fdevices");
  expect((await ask(`${after.url}/login`, { cookie: old })).status).toBe(200);
  expect(await store.liveSessions(account.id)).toHaveLength(2);
  for (const server of [before, between, after]) await server.stop();
});

test("a form of one process is understood by another of the same build", async ({
  account,
  store,
  server,
}) => {
  const secrets = { SESSION_SECRET: store.services.sessionSecrets.join() };
  const other = await startServer({ DATABASE_URL: `file:${server.databaseFile}`, ...secrets });
  const cookie = await signedInCookie(server, account);
  const form = await readForm(`${server.url}/devices?confirm=everywhere`, "Confirm", cookie);
  const url = form.url.replace(server.url, other.url);
  expect(await postForm({ ...form, url }, {}, { cookie })).toMatchObject({ status: 303 });
  expect(await store.liveSessions(account.id)).toEqual([]);
  await other.stop();
});

for (const weak of ["s".repeat(40), "change-me-change-me-change-me-1234", "abcd".repeat(10)])
  test(`ASVS 13.2.3: the secret ${weak} stops the start with one sentence`, async () => {
    await expect(startServer({ SESSION_SECRET: weak })).rejects.toThrow(
      "SESSION_SECRET is too easy to guess. Make one with: openssl rand -base64 33",
    );
  });
