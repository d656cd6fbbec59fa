import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { asc } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { Database } from "#db/open.ts";
import { mailKinds, mails, oneTimeTokens, sessions } from "#db/schema.ts";
import { days, hours, minutes, seconds, after as since } from "#lib/duration.ts";
import { anAccount, aSession, noon } from "#lib/testing/builders.ts";
import { temporaryDatabase, temporaryFile } from "#lib/testing/database.ts";
import { aMailServer, linksIn } from "#lib/testing/mail-server.ts";
import { temporaryServices, trail } from "#lib/testing/services.ts";
import { linkKinds } from "./mail-link.ts";
import { queueMail } from "./queue-mail.ts";

const publicUrl = "https://login.example.com";

async function aDesk(smtpUrl: string, database = temporaryDatabase()) {
  const settings = { SMTP_URL: smtpUrl, PUBLIC_URL: publicUrl };
  const desk = temporaryServices({ database, settings });
  const account = anAccount(database);
  const session = aSession(account.id);
  database.insert(sessions).values(session).run();
  const queue = (kind: (typeof mailKinds)[number], recipient = account.email) => {
    const about = { accountId: account.id, sessionId: session.id };
    queueMail(database, { kind, recipient, ...about }, desk.clock.now());
  };
  return { ...desk, account, session, queue, send: desk.services.mail.sendDue };
}

const waiting = (database: Database) => database.select().from(mails).orderBy(asc(mails.id)).all();
const tokens = (database: Database) => database.select().from(oneTimeTokens).all();

/** A port where nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

test.each(mailKinds)(
  "a mail of kind %s arrives as text and as a page, and leaves the queue",
  async (kind) => {
    const { url, received } = await aMailServer();
    const { database, queue, send, account } = await aDesk(url);
    queue(kind);
    expect(await send()).toEqual({ kind: "sent" });
    expect(await send()).toEqual({ kind: "nothing_due" });
    expect(waiting(database)).toEqual([]);
    expect(received).toHaveLength(1);
    const [mail] = received;
    expect(mail?.from).toMatchObject({ name: "Latchkey", address: "latchkey@login.example.com" });
    expect(mail?.to).toMatchObject([{ address: account.email }]);
    expect(mail?.subject).toMatch(/^[A-Z][^\r\n]{10,60}$/);
    expect(mail?.text).toContain("login.example.com");
    expect(mail?.html).toContain("login.example.com");
    expect(mail?.html).not.toMatch(/<(script|img|link|iframe|form|style)|url\(|src=/i);
    const headers = mail?.headers.map(({ key, value }) => `${key}: ${value}`);
    expect(headers).toContain("auto-submitted: auto-generated");
  },
);

test.each(Object.entries(linkKinds))(
  "the link of %s is made when the mail is sent",
  async (kind, link) => {
    const { url, received } = await aMailServer();
    const { database, queue, send, account } = await aDesk(url);
    queue(kind as keyof typeof linkKinds);
    expect(tokens(database)).toEqual([]);
    await send();
    const [mail] = received;
    if (!mail || !link) throw new Error("Nothing arrived.");
    const [inText, inHtml] = linksIn(mail, link.path);
    expect(inText).toHaveLength(1);
    expect(new Set(inHtml)).toEqual(new Set(inText));
    expect(inText[0]).toMatch(/^https:\/\/login\.example\.com\/[a-z-]+\?token=[\w-]{43}$/);
    const expiresAt = since(noon, link.life);
    const { purpose } = link;
    expect(tokens(database)).toMatchObject([
      { purpose, accountId: account.id, email: account.email, expiresAt },
    ]);
    const created = { name: "authn_token_created", accountId: account.id, detail: { purpose } };
    expect(trail(database)).toMatchObject([created]);
    const token = new URL(inText[0] ?? "").searchParams.get("token") ?? "";
    expect(database.$client.serialize().includes(token)).toBe(false);
  },
);

describe("a mail that cannot be sent", () => {
  test("waits while nobody listens, and arrives when somebody does", async () => {
    const { database, clock, queue, send, services } = await aDesk(
      `smtp://127.0.0.1:${await closedPort()}`,
    );
    queue("password_changed");
    const outcome = await send();
    expect(outcome.kind).toBe("postponed");
    expect(waiting(database)).toMatchObject([{ attempts: 1, dueAt: since(noon, seconds(30)) }]);
    expect(await send()).toEqual({ kind: "nothing_due" });
    clock.advance(seconds(30));
    const { url, received } = await aMailServer();
    const up = temporaryServices({ database, settings: { SMTP_URL: url } });
    up.clock.set(services.now());
    expect(await up.services.mail.sendDue()).toEqual({ kind: "sent" });
    expect(received).toHaveLength(1);
  });

  test("waits when the server says not now", async () => {
    const later = Object.assign(new Error("come back later"), { responseCode: 451 });
    const { url } = await aMailServer({ onRcptTo: (_address, _session, done) => done(later) });
    const { database, clock, queue, send } = await aDesk(url);
    queue("password_changed");
    expect((await send()).kind).toBe("postponed");
    clock.advance(seconds(30));
    expect((await send()).kind).toBe("postponed");
    const dueAt = since(clock.now(), minutes(1));
    expect(waiting(database)).toMatchObject([{ attempts: 2, dueAt }]);
  });

  test("is given up after two days", async () => {
    const { database, clock, queue, send } = await aDesk(`smtp://127.0.0.1:${await closedPort()}`);
    queue("password_changed");
    let tries = 0;
    for (;;) {
      tries++;
      const outcome = await send();
      if (outcome.kind === "given_up") break;
      expect(outcome.kind).toBe("postponed");
      clock.set(waiting(database)[0]?.dueAt ?? noon);
    }
    expect(clock.now().getTime()).toBeGreaterThan(since(noon, hours(40)).getTime());
    expect(clock.now().getTime()).toBeLessThanOrEqual(since(noon, days(2)).getTime());
    expect(tries).toBeGreaterThan(15);
    expect(waiting(database)).toEqual([]);
  });

  test("is given up at once when the server does not know the address", async () => {
    const unknown = Object.assign(new Error("no such mailbox"), { responseCode: 550 });
    const { url } = await aMailServer({ onRcptTo: (_address, _session, done) => done(unknown) });
    const { database, queue, send, account } = await aDesk(url);
    queue("reset_password");
    const outcome = await send();
    expect(outcome).toMatchObject({ kind: "given_up" });
    expect(JSON.stringify(outcome)).not.toContain(account.email);
    expect(waiting(database)).toEqual([]);
  });

  test("waits when the server refuses this sender or this password: settings can be put right", async () => {
    const no = Object.assign(new Error("not you"), { responseCode: 535 });
    const { port } = await aMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(no),
    });
    const { queue, send } = await aDesk(`smtp://latchkey:hush-hush@127.0.0.1:${port}`);
    queue("password_changed");
    const outcome = await send();
    expect(outcome).toMatchObject({
      kind: "postponed",
      problem: expect.stringMatching(/EAUTH.*535/),
    });
    expect(JSON.stringify(outcome)).not.toContain("hush-hush");
  });

  test("holds up nothing but itself", async () => {
    const refused = Object.assign(new Error("later"), { responseCode: 450 });
    const { url, received } = await aMailServer({
      onRcptTo: ({ address }, _session, done) => done(address.startsWith("bad") ? refused : null),
    });
    const { queue, send } = await aDesk(url);
    queue("address_taken", "bad@example.com");
    queue("address_taken", "good@example.com");
    expect((await send()).kind).toBe("postponed");
    expect((await send()).kind).toBe("sent");
    expect(received[0]?.to).toMatchObject([{ address: "good@example.com" }]);
  });
});

test("what a server answers, which may repeat the link, is not told to the log", async () => {
  let seen = "";
  const { url } = await aMailServer({
    onData(stream, _session, done) {
      stream.on("data", (chunk: Buffer) => {
        seen += chunk.toString();
      });
      stream.on("end", () => {
        const line = seen.replaceAll("=\r\n", "").match(/token=3D[\w-]+/)?.[0];
        done(Object.assign(new Error(`spam: ${line}`), { responseCode: 554 }));
      });
    },
  });
  const { queue, send } = await aDesk(url);
  queue("reset_password");
  const outcome = await send();
  expect(seen).toContain("token");
  expect(outcome).toMatchObject({ kind: "given_up", problem: expect.stringMatching(/554/) });
  expect(JSON.stringify(outcome)).not.toContain("token");
});

describe("what became pointless while it waited is thrown away", () => {
  test.each([
    ["reset_password", "the address is another now", { email: "new@example.com" }],
    ["verify_email", "the address is another now", { email: "new@example.com" }],
    ["verify_email", "the address is verified", { emailVerifiedAt: noon }],
  ] as const)("%s: %s", async (kind, _why, set) => {
    const { url, received } = await aMailServer();
    const { database, queue, send } = await aDesk(url);
    queue(kind);
    const columns = Object.keys(set).map((column) =>
      column === "email" ? "email = ?" : "email_verified_at = ?",
    );
    const values = Object.values(set).map((value) => (value instanceof Date ? 1 : value));
    database.$client.prepare(`update accounts set ${columns}`).run(...values);
    expect(await send()).toEqual({ kind: "nothing_due" });
    expect([received, waiting(database), tokens(database)]).toEqual([[], [], []]);
  });

  test("change_email: the session that asked has ended", async () => {
    const { url, received } = await aMailServer();
    const { database, queue, send } = await aDesk(url);
    queue("change_email", "new@example.com");
    database.delete(sessions).run();
    expect(await send()).toEqual({ kind: "nothing_due" });
    expect([received, waiting(database)]).toEqual([[], []]);
  });

  test("any kind, after two days in which nobody sent anything", async () => {
    const { url, received } = await aMailServer();
    const { database, clock, queue, send } = await aDesk(url);
    queue("password_changed");
    clock.advance(days(2));
    expect(await send()).toEqual({ kind: "nothing_due" });
    expect([received, waiting(database)]).toEqual([[], []]);
  });

  test.each(["no address", "a@example.com\r\nBcc: b@example.com", "<a@example.com>"])(
    "what is no address: %j",
    async (recipient) => {
      const { url, received } = await aMailServer();
      const { database, queue, send } = await aDesk(url);
      queue("address_taken", recipient);
      expect(await send()).toEqual({ kind: "nothing_due" });
      expect([received, waiting(database)]).toEqual([[], []]);
    },
  );
});

test("two processes that send at once send each mail once", async () => {
  const { url, received } = await aMailServer();
  const file = temporaryFile();
  const one = await aDesk(url, temporaryDatabase(file));
  const other = await aDesk(url, temporaryDatabase(file));
  for (let number = 0; number < 10; number++) one.queue("address_taken", `p${number}@example.com`);
  const drain = async ({ send }: typeof one) => {
    while ((await send()).kind === "sent");
  };
  await Promise.all([drain(one), drain(other)]);
  const recipients = received.map(({ to }) => to?.[0]?.address);
  expect(recipients).toHaveLength(10);
  expect(new Set(recipients).size).toBe(10);
});

test("a mail whose process died over it is sent by another after ten minutes", async () => {
  const { url, received } = await aMailServer();
  const { database, clock, queue, send } = await aDesk(url);
  queue("password_changed");
  database.$client
    .prepare("update mails set attempts = 1, due_at = ?")
    .run(since(noon, minutes(10)).getTime());
  expect(await send()).toEqual({ kind: "nothing_due" });
  clock.advance(minutes(10));
  expect(await send()).toEqual({ kind: "sent" });
  expect(received).toHaveLength(1);
});

test("a certificate that nobody vouches for is refused", async () => {
  const { port, received } = await aMailServer({ secure: true });
  const { queue, send } = await aDesk(`smtps://127.0.0.1:${port}`);
  queue("password_changed");
  expect(await send()).toMatchObject({
    kind: "postponed",
    problem: expect.stringMatching(/certificate/),
  });
  expect(received).toEqual([]);
});
