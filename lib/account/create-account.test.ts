import { expect, test } from "vitest";
import { commandLine } from "#lib/audit/event.ts";
import { actorOf, anAccount, noon } from "#lib/testing/builders.ts";
import { temporaryServices, trail } from "#lib/testing/services.ts";

const ada = {
  name: "Ada Lovelace",
  email: "Ada@example.com",
  passwordHash: "the hash",
  role: "member",
} as const;

test("a new account is there as it was asked for, and recorded once with who made it", async () => {
  const { database, services } = temporaryServices();
  const admin = anAccount(database, { role: "admin" });
  const created = await services.accounts.create(ada, actorOf(admin));
  expect(created).toMatchObject({
    name: "Ada Lovelace",
    email: "Ada@example.com",
    role: "member",
    createdAt: noon,
    passwordChangedAt: noon,
    bannedAt: null,
  });
  expect(created && (await services.accounts.find(created.id))).toEqual(created);
  expect(trail(database)).toMatchObject([
    {
      name: "user_created",
      accountId: created?.id,
      actorId: admin.id,
    },
  ]);
  expect(trail(database)[0]?.detail, "the trail outlives the address").toEqual({ role: "member" });
});

test("who signs up is the one who made the account", async () => {
  const { database, services } = temporaryServices();
  const created = await services.accounts.create(ada, { address: "192.0.2.7" });
  expect(trail(database)).toMatchObject([
    { actorKind: "account", actorId: created?.id, accountId: created?.id, address: "192.0.2.7" },
  ]);
});

test.each(["Ada@example.com", "ada@example.com", "ADA@EXAMPLE.COM"])(
  "a taken address is refused as %s, and nothing is recorded",
  async (email) => {
    const { database, services } = temporaryServices();
    await services.accounts.create(ada, commandLine);
    expect(await services.accounts.create({ ...ada, email }, commandLine)).toBeNull();
    expect(trail(database)).toHaveLength(1);
    expect((await services.accounts.counts()).accounts).toBe(1);
  },
);

test("addresses that differ in more than capitals are two", async () => {
  const { services } = temporaryServices();
  await services.accounts.create(ada, commandLine);
  const tagged = { ...ada, email: "ada+2@example.com" };
  expect(await services.accounts.create(tagged, commandLine)).not.toBeNull();
});
