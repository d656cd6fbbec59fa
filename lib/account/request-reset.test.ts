import { expect, test } from "vitest";
import { mails } from "#db/schema.ts";
import { hours, minutes } from "#lib/duration.ts";
import { aMailDesk, kindsOf } from "#lib/testing/mail-desk.ts";
import { trail } from "#lib/testing/services.ts";

const address = "192.0.2.7";

test("whoever has an account gets a link, and whoever has none is told so; the answer is one", async () => {
  const { account, services, deliver } = await aMailDesk();
  const ask = (email: string) => services.accounts.requestReset({ email, address });
  expect(await ask(account.email.toUpperCase())).toEqual({ kind: "noted" });
  expect(await ask("nobody@example.com")).toEqual({ kind: "noted" });
  expect(kindsOf(await deliver())).toEqual(
    [
      `${account.email}: Set a new password`,
      "nobody@example.com: No account with this address",
    ].sort(),
  );
});

test("it takes the same statements for both", async () => {
  const { account, database, services } = await aMailDesk();
  const { $client: client } = database;
  const counted = async (email: string) => {
    const before = client.prepare("select total_changes()").pluck().get() as number;
    await services.accounts.requestReset({ email, address });
    return (client.prepare("select total_changes()").pluck().get() as number) - before;
  };
  expect(await counted(account.email)).toBe(await counted("nobody@example.com"));
});

test("the queue holds no secret", async () => {
  const { account, database, services } = await aMailDesk();
  await services.accounts.requestReset({ email: account.email, address });
  const { id: accountId, email: recipient } = account;
  expect(database.select().from(mails).all()).toMatchObject([
    { kind: "reset_password", recipient, accountId, detail: {} },
  ]);
});

test.each(["known", "unknown"])("a mailbox that is %s gets three mails an hour", async (which) => {
  const { account, clock, services, deliver } = await aMailDesk();
  const email = which === "known" ? account.email : "nobody@example.com";
  const ask = () => services.accounts.requestReset({ email, address });
  for (let time = 0; time < 5; time++) expect(await ask()).toEqual({ kind: "noted" });
  expect(await deliver()).toHaveLength(3);
  clock.advance(hours(1));
  await ask();
  expect(await deliver()).toHaveLength(1);
});

test("a stranger who asks and asks cannot keep the owner from a link that works", async () => {
  const { account, clock, services, deliver } = await aMailDesk();
  const ask = (from: string) =>
    services.accounts.requestReset({ email: account.email, address: from });
  for (let time = 0; time < 6; time++) await ask(`198.51.100.${time}`);
  expect(await deliver()).toHaveLength(3);
  await ask(address);
  expect(await deliver()).toHaveLength(0);
  clock.advance(minutes(10));
  await ask(address);
  expect(await deliver()).toHaveLength(1);
});

test("one request too many from one network has to wait, and the trail says so once", async () => {
  const { clock, database, services } = await aMailDesk();
  const ask = (number: number, from = address) =>
    services.accounts.requestReset({ email: `nobody${number}@example.com`, address: from });
  for (let number = 0; number < 100; number++) expect(await ask(number)).toEqual({ kind: "noted" });
  const until = new Date(clock.now().getTime() + minutes(15));
  for (let time = 0; time < 3; time++) expect(await ask(21)).toEqual({ kind: "throttled", until });
  expect(await ask(21, "198.51.100.1")).toEqual({ kind: "noted" });
  const noted = trail(database).filter(({ name }) => name === "excess_rate_limit_exceeded");
  expect(noted).toMatchObject([{ actorKind: "visitor", address, detail: { limit: "address" } }]);
});
