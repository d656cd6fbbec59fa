import { expect, test } from "../fixtures.ts";
import { postForm, readForm } from "../forms.ts";
import { unique } from "../store.ts";

// Nobody listens on this port.
test.use({ settings: { SMTP_URL: "smtp://latchkey:hush-hush@127.0.0.1:1" } });

test("while no mail can be sent, people notice nothing and the mails wait", async ({
  server,
  store,
  account,
  problems,
}) => {
  problems.allow("mail not sent, to be tried again");
  const form = await readForm(`${server.url}/forgot-password`, "Send link");
  const answers = await Promise.all(
    [account.email, `${unique()}@example.com`].map((email) => postForm(form, { email })),
  );
  for (const { status, body } of answers) {
    expect(status).toBe(200);
    expect(body).toContain("a mail with a link is on");
  }
  await expect.poll(() => server.log()).toContain("ECONNREFUSED");
  const kinds = store.client.prepare("select kind from mails order by kind").pluck().all();
  expect(kinds).toEqual(["no_account", "reset_password"]);
  for (const secret of [account.email, "hush-hush", "/reset-password"])
    expect(server.log()).not.toContain(secret);
  expect(server.log()).not.toContain("outbox");
});
