import { expect, test } from "vitest";
import { mailKinds } from "#db/schema.ts";
import { noon } from "#lib/testing/builders.ts";
import { asHtml, asText } from "./letter.ts";
import type { MailKind, WaitingMail } from "./queue-mail.ts";
import { writeLetter } from "./write-letter.ts";

const url = new URL("https://login.example.com");
const link = "https://login.example.com/somewhere?token=x";

const aMail = (kind: MailKind, detail: Record<string, string> = {}): WaitingMail => ({
  id: 1,
  kind,
  recipient: "ada@example.com",
  accountId: "a",
  sessionId: null,
  detail,
  createdAt: noon,
  dueAt: noon,
  attempts: 1,
});

const nasty =
  '<img src="https://evil.example/x"> & \r\nBcc: all@example.com\n\nhttps://evil.example';

test.each(mailKinds)(
  "%s: what comes from elsewhere is one line, and never markup or a header",
  (kind) => {
    const detail = { device: nasty, address: nasty, at: nasty, dueAt: nasty };
    const letter = writeLetter(aMail(kind, detail), url, link);
    expect(letter.subject).not.toMatch(/[\r\n]/);
    expect(asHtml(letter)).not.toContain("<img");
    expect(asText(letter)).not.toMatch(/^(Bcc|https:\/\/evil)/m);
    expect(asText(letter).length).toBeLessThan(1_000);
  },
);

test("a new device is told with its name, its address and when", () => {
  const detail = { device: "Firefox on Linux", address: "192.0.2.7", at: "2026-01-14T23:05:00Z" };
  const text = asText(writeLetter(aMail("new_device", detail), url, link));
  expect(text).toContain(
    "Firefox on Linux, from the address 192.0.2.7, on 14 January 2026 at 23:05 UTC.",
  );
  expect(text).toContain(`This was not me:\n${link}\n`);
});

test("an instant nobody gave is the one when the mail was queued", () => {
  const text = asText(writeLetter(aMail("new_device"), url, link));
  expect(text).toContain("an unknown device, from the address an unknown address");
  expect(text).toContain("15 January 2026 at 12:00 UTC");
});

test("a deletion is told with its date", () => {
  const letter = writeLetter(aMail("deletion_requested", { dueAt: noon.toISOString() }), url, null);
  expect(asText(letter)).toContain("It will be deleted on 15 January 2026 at 12:00 UTC.");
});

test.each(mailKinds)("%s: every link leads to Latchkey's public address", (kind) => {
  const letter = writeLetter(aMail(kind), url, link);
  const links = asHtml(letter).match(/https?:[^\s"<]+/g) ?? [];
  for (const found of links) expect(new URL(found).origin).toBe(url.origin);
});
