import { expect, test } from "vitest";
import { anAccount } from "#lib/testing/builders.ts";
import { temporaryDatabase, temporaryFile } from "#lib/testing/database.ts";
import { temporaryServices } from "#lib/testing/services.ts";
import { commandLine } from "./audit/event.ts";
import { minutes } from "./duration.ts";
import { parseToken } from "./session/token.ts";

/** Two processes on one file, and a cookie that the first has opened, found and remembered. */
async function aRememberedCookie() {
  const file = temporaryFile();
  const database = temporaryDatabase(file);
  const { services: here, clock } = temporaryServices({ database });
  const { services: elsewhere } = temporaryServices({ database: temporaryDatabase(file) });
  const account = anAccount(database);
  const client = { address: "192.0.2.7", userAgent: "curl/8.5.0" };
  const issued = await here.sessions.start(account, { client, remember: false });
  const cookie = await here.seals.seal({ token: issued?.token ?? "" });
  const look = async () => {
    const token = parseToken((await here.seals.open(cookie)).token);
    return token && here.sessions.find(token);
  };
  for (let looks = 0; looks < 3; looks++) expect(await look()).not.toBeNull();
  const { id = "" } = (await look()) ?? {};
  return { here, elsewhere, clock, account, id, look };
}

test("a session that is ended is refused at the next look, however often its cookie was opened before", async () => {
  const { here, id, look } = await aRememberedCookie();
  await here.sessions.force(id, commandLine);
  expect(await look()).toBeNull();
});

test("so is one that another connection to the file ended", async () => {
  const { elsewhere, account, look } = await aRememberedCookie();
  await elsewhere.sessions.forceEverywhere(account.id, commandLine);
  expect(await look()).toBeNull();
});

test("so is one that has timed out, or whose account was banned", async () => {
  const timedOut = await aRememberedCookie();
  timedOut.clock.advance(minutes(60));
  expect(await timedOut.look()).toBeNull();
  const banned = await aRememberedCookie();
  const ban = { reason: "a test", until: null };
  await banned.elsewhere.accounts.ban(banned.account.id, ban, commandLine);
  expect(await banned.look()).toBeNull();
});

test("a changed name is what the next look shows", async () => {
  const { elsewhere, account, id, look } = await aRememberedCookie();
  const by = { kind: "account", id: account.id, sessionId: id, address: "192.0.2.7" } as const;
  await elsewhere.accounts.rename("Grace Hopper", by);
  expect((await look())?.account.name).toBe("Grace Hopper");
});
