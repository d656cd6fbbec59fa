import { expect, test } from "vitest";
import { commandLine } from "#lib/audit/event.ts";
import { after } from "#lib/duration.ts";
import { anAccount, noon } from "#lib/testing/builders.ts";
import { temporaryServices, trail } from "#lib/testing/services.ts";
import { setupLinkLife } from "./setup.ts";

const ada = { name: "Ada", email: "ada@example.com", password: "correct horse battery" };
const request = { client: { address: "192.0.2.7", userAgent: "curl/8.5.0" }, replaces: null };

function aDesk() {
  const desk = temporaryServices({ settings: { PUBLIC_URL: "https://login.example.com" } });
  const issue = async () => tokenIn(await desk.services.setup.issueLink());
  const complete = (token: string, person = ada) =>
    desk.services.setup.complete(token, person, request);
  return { ...desk, issue, complete };
}

function tokenIn(link: string | null): string {
  const token = link === null ? null : new URL(link).searchParams.get("token");
  if (token === null) throw new Error("There has to be a link with a token.");
  return token;
}

test("the link leads to the public address, is recorded without its token, and is kept as a hash", async () => {
  const { database, services } = aDesk();
  const link = await services.setup.issueLink(commandLine);
  expect(link).toMatch(/^https:\/\/login\.example\.com\/setup\?token=[\w-]{43}$/);
  expect(trail(database)).toMatchObject([
    { name: "sys_setup_link_issued", actorKind: "command_line", detail: {} },
  ]);
  expect(database.$client.serialize().includes(tokenIn(link))).toBe(false);
});

test("it makes one administrator, signs them in, and never works again", async () => {
  const { complete, issue, services } = aDesk();
  const token = await issue();
  expect(await services.setup.accepts(token)).toBe(true);
  const outcome = await complete(token);
  if (outcome.kind !== "signed_in") throw new Error(outcome.kind);
  const session = await services.sessions.find(outcome.token);
  expect(session?.account).toMatchObject({ email: ada.email, role: "admin" });
  expect(await services.setup.accepts(token)).toBe(false);
  const eve = { ...ada, email: "eve@example.com" };
  expect(await complete(token, eve)).toEqual({ kind: "link_used" });
  expect((await services.accounts.counts()).accounts).toBe(1);
});

test("looking at it uses nothing up", async () => {
  const { complete, issue, services } = aDesk();
  const token = await issue();
  for (let looked = 0; looked < 5; looked++) await services.setup.accepts(token);
  expect((await complete(token)).kind).toBe("signed_in");
});

test("of two people who complete it at once, one becomes administrator", async () => {
  const { complete, issue, services } = aDesk();
  const token = await issue();
  const both = [complete(token), complete(token, { ...ada, email: "eve@example.com" })];
  const kinds = (await Promise.all(both)).map(({ kind }) => kind);
  expect(kinds.sort()).toEqual(["link_used", "signed_in"]);
  const counts = { accounts: 1, administrators: 1 };
  expect(await services.accounts.counts()).toMatchObject(counts);
});

test("it works for a day, and not at its last instant", async () => {
  const { clock, complete, issue, services } = aDesk();
  const token = await issue();
  const end = after(noon, setupLinkLife);
  clock.set(new Date(end.getTime() - 1));
  expect(await services.setup.accepts(token)).toBe(true);
  clock.set(end);
  expect(await services.setup.accepts(token)).toBe(false);
  expect(await complete(token)).toEqual({ kind: "link_used" });
  expect((await services.accounts.counts()).accounts).toBe(0);
});

test("a new link ends the one before", async () => {
  const { complete, issue, services } = aDesk();
  const old = await issue();
  const token = await issue();
  expect(await services.setup.accepts(old)).toBe(false);
  expect(await complete(old)).toEqual({ kind: "link_used" });
  expect((await complete(token)).kind).toBe("signed_in");
});

test("once an administrator exists, even a banned one, no link works and none is made", async () => {
  const { complete, database, issue, services } = aDesk();
  const token = await issue();
  anAccount(database, { role: "admin", bannedAt: noon });
  expect(await services.setup.accepts(token)).toBe(false);
  expect(await complete(token)).toEqual({ kind: "link_used" });
  expect(await services.setup.issueLink()).toBeNull();
  expect(trail(database).map(({ name }) => name)).toEqual(["sys_setup_link_issued"]);
});

test("members alone do not stand in its way", async () => {
  const { complete, database, issue } = aDesk();
  anAccount(database);
  expect((await complete(await issue())).kind).toBe("signed_in");
});

test("a taken address leaves it to be tried again", async () => {
  const { complete, database, issue, services } = aDesk();
  anAccount(database, { email: "ADA@example.com" });
  const token = await issue();
  expect(await complete(token)).toEqual({ kind: "email_taken" });
  expect(await services.setup.accepts(token)).toBe(true);
  expect((await complete(token, { ...ada, email: "ada2@example.com" })).kind).toBe("signed_in");
});

test.each(["", "x", "x".repeat(43), "' or 1=1 --", "\0"])(
  "the token %j, which was never issued, opens nothing",
  async (token) => {
    const { complete, issue, services } = aDesk();
    await issue();
    expect(await services.setup.accepts(token)).toBe(false);
    expect(await complete(token)).toEqual({ kind: "link_used" });
  },
);
