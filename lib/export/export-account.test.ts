import { describe, expect, test } from "vitest";
import { knownDevices } from "#db/schema.ts";
import { commandLine } from "#lib/audit/event.ts";
import { days } from "#lib/duration.ts";
import { issueToken } from "#lib/link/one-time-token.ts";
import { queueMail } from "#lib/mail/queue-mail.ts";
import { actorOf, anAccount, noon } from "#lib/testing/builders.ts";
import { actorBehind, temporaryServices, trail } from "#lib/testing/services.ts";

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";

/** Ada, who has lived through something, an administrator and a member. */
async function aDesk() {
  const desk = temporaryServices();
  const { database, services } = desk;
  const grace = anAccount(database, {
    name: "Grace Hopper",
    email: "grace@navy.example",
    role: "admin",
  });
  const bob = anAccount(database, { name: "Bob", email: "bob@example.com" });
  const ada = anAccount(database, { email: "ada@example.com", passwordHash: "$2b$04$hash" });
  const start = async (account: typeof ada, address: string) => {
    const client = { address, userAgent: firefox };
    const issued = await services.sessions.start(account, { client, remember: true });
    if (issued === null) throw new Error("No session was started.");
    return actorBehind(services, issued.token);
  };
  const [old, live] = [await start(ada, "192.0.2.7"), await start(ada, "192.0.2.8")];
  const admin = { ...(await start(grace, "198.51.100.99")), address: "198.51.100.99" };
  await services.sessions.force(old.sessionId, admin, ada.id);
  await services.accounts.rename("Ada King", live);
  const read = async (accountId = ada.id) => {
    let text = "";
    for await (const piece of await services.accounts.export(accountId, live)) text += piece;
    return text;
  };
  return { ...desk, grace, bob, ada, live, admin, read };
}

describe("an export", () => {
  test("holds the account, its sessions and what happened, with those who acted by their part", async () => {
    const { ada, live, read } = await aDesk();
    const data = JSON.parse(await read());
    expect(data).toMatchObject({
      exportedAt: noon.toISOString(),
      account: { id: ada.id, name: "Ada King", email: "ada@example.com", role: "member" },
      sessions: [{ id: live.sessionId, device: "Firefox on Linux", address: "192.0.2.8" }],
      endedSessions: [{ reason: "forced", by: "an administrator", address: "192.0.2.7" }],
    });
    const events = data.events.map((event: { name: string; by: string }) => [event.name, event.by]);
    expect(events).toEqual([
      ["user_exported", "you"],
      ["user_updated", "you"],
      ["authn_token_revoked", "an administrator"],
      ["authn_login_success", "you"],
      ["authn_login_success", "you"],
    ]);
    expect(data.events[1]).toMatchObject({
      about: "you",
      address: "192.0.2.1",
      throughSession: live.sessionId,
      detail: { changed: "name" },
    });
    expect(data.events[2]).not.toHaveProperty("address");
  });

  test("tells of known devices and waiting mails their dates only, and of links nothing", async () => {
    const { database, ada, read } = await aDesk();
    const device = { accountId: ada.id, createdAt: noon, lastUsedAt: noon };
    database
      .insert(knownDevices)
      .values({ ...device, tokenHash: Buffer.from("hash of a device") })
      .run();
    const mail = { kind: "new_device", recipient: ada.email, accountId: ada.id } as const;
    queueMail(database, { ...mail, detail: { device: "Something" } }, noon);
    issueToken(database, { purpose: "reset_password", accountId: ada.id }, days(1), noon);
    const data = JSON.parse(await read());
    const at = noon.toISOString();
    expect(data.knownDevices).toEqual([{ createdAt: at, lastUsedAt: at }]);
    expect(data.pendingMails).toEqual([{ kind: "new_device", createdAt: at, dueAt: at }]);
  });

  test("holds no hash, no token, and nothing of other people", async () => {
    const { database, grace, bob, ada, admin, read } = await aDesk();
    const text = await read();
    for (const secret of ["$2b$", "tokenHash", "passwordHash", "token_hash", "chain"])
      expect(text).not.toContain(secret);
    for (const other of [grace, bob])
      for (const theirs of [other.id, other.name, other.email]) expect(text).not.toContain(theirs);
    expect(text).not.toContain(admin.address);
    expect(text).not.toContain(admin.sessionId);
    expect(database.$client.serialize().includes(ada.passwordHash)).toBe(true);
  });

  test("of an administrator tells what they did, not to whom or why", async () => {
    const { services, grace, bob, admin, read } = await aDesk();
    await services.accounts.ban(bob.id, { reason: "Sold the silver", until: null }, admin);
    const text = await read(grace.id);
    const { events } = JSON.parse(text);
    const ban = events.find(({ name }: { name: string }) => name === "user_banned");
    expect(ban).toEqual({
      at: noon.toISOString(),
      name: "user_banned",
      by: "you",
      about: "somebody else",
      address: admin.address,
      throughSession: admin.sessionId,
    });
    for (const theirs of [bob.id, bob.email, "silver"]) expect(text).not.toContain(theirs);
  });

  test("of a trail longer than a page is whole, and is itself noted once", async () => {
    const { database, services, ada, read } = await aDesk();
    for (let count = 0; count < 450; count++)
      await services.audit.record({ name: "authz_fail", actor: actorOf(ada), accountId: ada.id });
    expect(JSON.parse(await read()).events).toHaveLength(455);
    const noted = trail(database).filter(({ name }) => name === "user_exported");
    expect(noted).toMatchObject([{ actorId: ada.id, accountId: ada.id }]);
  });

  test("of nobody is empty", async () => {
    const { services } = await aDesk();
    const pieces = [];
    for await (const piece of await services.accounts.export("nobody", commandLine))
      pieces.push(piece);
    expect(pieces).toEqual([]);
  });
});
