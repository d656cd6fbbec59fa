import { minutes } from "#lib/duration.ts";
import { expect, test } from "../fixtures.ts";
import { postForm, readForm } from "../forms.ts";
import { ask, withoutNonce } from "../http.ts";
import { unique } from "../store.ts";

const next = "green lamps in the attic";

test.beforeEach(({ store }) => store.forgiveAll());

test("a link leads to the public address, whatever the request says of its host", async ({
  server,
  account,
  outbox,
}) => {
  const form = await readForm(`${server.url}/forgot-password`, "Send link");
  const headers = { "x-forwarded-host": "evil.example", forwarded: "host=evil.example" };
  const answer = await postForm(form, { email: account.email }, { headers });
  expect(answer.status).toBe(200);
  const mail = await outbox.next(account.email, "Set a new password");
  expect(JSON.stringify(mail)).not.toContain("evil.example");
  expect(mail.text).toContain(`${server.url}/reset-password?token=`);
});

test("known and unknown addresses get the same answer, byte by byte", async ({
  server,
  account,
}) => {
  const form = await readForm(`${server.url}/forgot-password`, "Send link");
  const unknown = `${unique()}-nobody@example.com`;
  const answers = await Promise.all(
    [account.email, unknown].map((email) => postForm(form, { email })),
  );
  const [known, other] = answers.map(({ body, status, headers, setCookies }, index) => ({
    status,
    names: Object.keys(headers),
    setCookies,
    body: withoutNonce({ headers, body }).replaceAll([account.email, unknown][index] ?? "", ""),
  }));
  expect(known).toEqual(other);
});

test("opening a link, by whatever program, uses nothing up", async ({
  server,
  account,
  outbox,
  store,
}) => {
  await store.services.accounts.requestReset({ email: account.email, address: "192.0.2.1" });
  const link = await outbox.link(account.email, "Set a new password");
  const before = store.snapshot(account.id);
  for (const method of ["GET", "HEAD", "OPTIONS", "GET"]) await ask(link, { method });
  expect(store.snapshot(account.id)).toEqual(before);
  const { body } = await ask(link);
  expect(body).toContain("Set password");
  expect(body).toContain('<meta name="referrer" content="no-referrer"/>');
  expect(body).not.toContain(account.email);
  expect(link.startsWith(server.url)).toBe(true);
});

test("fifty uses of one link at once succeed once, and sign nobody in", async ({
  account,
  outbox,
  store,
}) => {
  await store.services.accounts.requestReset({ email: account.email, address: "192.0.2.1" });
  const form = await readForm(
    await outbox.link(account.email, "Set a new password"),
    "Set password",
  );
  const uses = Array.from({ length: 50 }, () => postForm(form, { newPassword: next }));
  const answers = await Promise.all(uses);
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  expect(answers.every(({ status }) => [200, 303, 503].includes(status))).toBe(true);
  expect(answers.flatMap(({ setCookies }) => setCookies)).toEqual([]);
  expect(await store.liveSessions(account.id)).toEqual([]);
});

test("a link for one thing is none for another", async ({ server, account, outbox, store }) => {
  await store.services.accounts.requestReset({ email: account.email, address: "192.0.2.1" });
  const link = await outbox.link(account.email, "Set a new password");
  const token = new URL(link).searchParams.get("token");
  for (const path of ["/verify-email", "/setup", "/reset-password/x"]) {
    const { body } = await ask(`${server.url}${path}?token=${token}`);
    expect(body).not.toMatch(/Confirm email address<|Create administrator<|Set password</);
  }
});

test("the log holds no token, and the database none that works", async ({
  server,
  account,
  outbox,
  store,
}) => {
  await store.services.accounts.requestReset({ email: account.email, address: "192.0.2.1" });
  const link = await outbox.link(account.email, "Set a new password");
  await ask(link);
  const token = new URL(link).searchParams.get("token") ?? "";
  expect(server.log()).not.toContain(token);
  expect(store.client.serialize().includes(token)).toBe(false);
  store.ageLinks(account.id, minutes(10));
  expect((await ask(link)).body).toContain("This link does not work any more");
});
