import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { expect, test } from "vitest";
import { anAccount } from "#lib/testing/builders.ts";
import { temporaryFile } from "#lib/testing/database.ts";
import { tokenIn } from "#lib/testing/mail-server.ts";
import { temporaryServices } from "#lib/testing/services.ts";

function aDesk() {
  const file = temporaryFile();
  const desk = temporaryServices({ settings: { DATABASE_URL: `file:${file}` } });
  const { outbox } = desk.services.mail;
  if (outbox === null) throw new Error("There is no outbox.");
  return { ...desk, outbox };
}

test("without SMTP_URL a mail becomes a file that only its owner may read", async () => {
  const { database, services, outbox } = aDesk();
  const { email } = anAccount(database);
  await services.accounts.requestReset({ email, address: "192.0.2.7" });
  expect(await services.mail.sendDue()).toEqual({ kind: "sent" });
  const [name = "", ...others] = readdirSync(outbox);
  expect(others).toEqual([]);
  expect(name).toMatch(/^2026-01-15T12-00-00\.000Z-[\w-]{22}\.eml$/);
  expect(statSync(outbox).mode & 0o777).toBe(0o700);
  expect(statSync(join(outbox, name)).mode & 0o777).toBe(0o600);
  const mail = await PostalMime.parse(readFileSync(join(outbox, name)));
  expect(mail).toMatchObject({ subject: "Set a new password", to: [{ address: email }] });
  expect(tokenIn(mail, "/reset-password")).toMatch(/^[\w-]{43}$/);
});

test("nothing is made before there is a mail", () => {
  const { outbox } = aDesk();
  expect(() => statSync(outbox)).toThrow("ENOENT");
});

test("where no file can be written the mail waits", async () => {
  const { database, services } = temporaryServices({
    settings: { DATABASE_URL: "file:/dev/null/latchkey.db" },
  });
  const { email } = anAccount(database);
  await services.accounts.requestReset({ email, address: "192.0.2.7" });
  expect(await services.mail.sendDue()).toMatchObject({ kind: "postponed" });
});
