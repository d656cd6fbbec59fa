import { join } from "node:path";
import { expect, test } from "vitest";
import { backUp } from "#db/backup.ts";
import { facts, oneTimeTokens, sessions } from "#db/schema.ts";
import { days } from "#lib/duration.ts";
import { issueToken } from "#lib/link/one-time-token.ts";
import { anAccount, noon } from "#lib/testing/builders.ts";
import { inChildren } from "#lib/testing/children.ts";
import { temporaryDatabase, temporaryDirectory, temporaryFile } from "#lib/testing/database.ts";
import { actorBehind, temporaryServices, trail } from "#lib/testing/services.ts";

/** A database with two sessions and a link, and a copy of it. */
async function aCopy() {
  const file = temporaryFile();
  const live = temporaryServices({ database: temporaryDatabase(file) });
  const ada = anAccount(live.database, { email: "ada@example.com" });
  const start = async () => {
    const client = { address: "192.0.2.7", userAgent: "" };
    const issued = await live.services.sessions.start(ada, { client, remember: true });
    if (issued === null) throw new Error("No session was started.");
    return issued.token;
  };
  const tokens = [await start(), await start()] as const;
  issueToken(live.database, { purpose: "reset_password", accountId: ada.id }, days(9), noon);
  const copy = join(temporaryDirectory(), "copy.db");
  await backUp(file, copy, noon);
  return { live, tokens, copy };
}

test("a session that was ended after the copy was made stays dead, and so do all others and all links", async () => {
  const { live, tokens, copy } = await aCopy();
  await live.services.sessions.revokeEverywhere(await actorBehind(live.services, tokens[0]));
  const { database, services } = temporaryServices({ database: temporaryDatabase(copy) });
  for (const token of tokens) {
    expect(await services.sessions.find(token)).toBeNull();
    expect(await services.sessions.findEnding(token)).toMatchObject({
      reason: "forced",
      by: "latchkey",
    });
  }
  expect(database.select().from(sessions).all()).toEqual([]);
  expect(database.select().from(oneTimeTokens).all()).toEqual([]);
  expect(trail(database).filter(({ name }) => name === "sys_restored")).toMatchObject([
    { actorKind: "system", detail: { madeAt: noon.toISOString(), sessions: 2 } },
  ]);
  expect(services.audit.verify()).toMatchObject({ kind: "intact" });
});

test("it happens once: who signs in afterwards stays signed in", async () => {
  const { copy } = await aCopy();
  const database = temporaryDatabase(copy);
  const { services } = temporaryServices({ database });
  const bob = anAccount(database);
  const client = { address: "192.0.2.7", userAgent: "" };
  const issued = await services.sessions.start(bob, { client, remember: false });
  const again = temporaryServices({ database }).services;
  expect(issued && (await again.sessions.find(issued.token))).not.toBeNull();
  expect(database.select().from(facts).all()).toEqual([]);
});

test("the database that was copied is not touched", async () => {
  const { live, tokens } = await aCopy();
  const { services } = temporaryServices({ database: live.database });
  expect(await services.sessions.find(tokens[0])).not.toBeNull();
  expect(trail(live.database).filter(({ name }) => name === "sys_restored")).toEqual([]);
});

test("of processes that start on one copy at the same moment one settles it", {
  timeout: 60_000,
}, async () => {
  const { copy } = await aCopy();
  const children = await inChildren(
    3,
    `import { openDatabase } from "#db/open.ts";
     import { settleCopy } from "#lib/restore/settle-copy.ts";
     const database = openDatabase(process.argv[1]);
     settleCopy(database, new Date());
     console.log(database.$client.prepare("select count(*) from sessions").pluck().get());`,
    copy,
  );
  expect(children.map(({ output, errors }) => [output, errors])).toEqual(
    Array(3).fill(["0\n", ""]),
  );
  const restored = trail(temporaryDatabase(copy)).filter(({ name }) => name === "sys_restored");
  expect(restored).toHaveLength(1);
});
