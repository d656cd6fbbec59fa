import { expect, test } from "vitest";
import { visitor } from "#lib/audit/event.ts";
import { after, before, days, minutes } from "#lib/duration.ts";
import { anAccount, noon } from "#lib/testing/builders.ts";
import { temporaryDatabase } from "#lib/testing/database.ts";
import { trail } from "#lib/testing/services.ts";
import {
  dropTokens,
  findToken,
  issueToken,
  noteReuse,
  purgeTokens,
  takeToken,
} from "./one-time-token.ts";

const life = minutes(10);

function aToken() {
  const database = temporaryDatabase();
  const account = anAccount(database);
  const grant = {
    purpose: "change_email",
    accountId: account.id,
    email: "new@example.com",
  } as const;
  return { database, account, token: issueToken(database, grant, life, noon) };
}

test("a token is taken once, with what it was granted for", () => {
  const { database, account, token } = aToken();
  const grant = { accountId: account.id, email: "new@example.com", sessionId: null };
  expect(findToken(database, token, "change_email", noon)).toMatchObject(grant);
  expect(takeToken(database, token, "change_email", noon)).toMatchObject(grant);
  expect(takeToken(database, token, "change_email", noon)).toBeNull();
  expect(findToken(database, token, "change_email", noon)).toBeNull();
});

test("the file holds no token", () => {
  const { database, token } = aToken();
  expect(database.$client.serialize().includes(token)).toBe(false);
});

test("a token for one purpose is none for another", () => {
  const { database, token } = aToken();
  expect(takeToken(database, token, "reset_password", noon)).toBeNull();
  expect(takeToken(database, token, "change_email", noon)).not.toBeNull();
});

test("a token that ran out does not work, and the purge forgets it", () => {
  const { database, token } = aToken();
  const end = after(noon, life);
  expect(findToken(database, token, "change_email", new Date(end.getTime() - 1))).not.toBeNull();
  expect(takeToken(database, token, "change_email", end)).toBeNull();
  expect(purgeTokens(database, end)).toBe(1);
});

test("dropping ends the tokens of one account and one purpose", () => {
  const { database, account, token } = aToken();
  dropTokens(database, "reset_password", account.id);
  dropTokens(database, "change_email", "somebody else");
  expect(findToken(database, token, "change_email", noon)).not.toBeNull();
  dropTokens(database, "change_email", account.id);
  expect(findToken(database, token, "change_email", noon)).toBeNull();
});

test("a second use of a token is recorded once, also after its purge", () => {
  const { database, account, token } = aToken();
  const by = { actor: visitor("192.0.2.7"), at: noon };
  noteReuse(database, token, "change_email", by);
  expect(trail(database)).toEqual([]);
  takeToken(database, token, "change_email", noon);
  expect(purgeTokens(database, after(noon, days(6)))).toBe(0);
  noteReuse(database, token, "reset_password", by);
  expect(trail(database)).toEqual([]);
  noteReuse(database, token, "change_email", by);
  noteReuse(database, token, "change_email", by);
  const detail = { purpose: "change_email" };
  expect(trail(database)).toMatchObject([
    { name: "authn_token_reuse", accountId: account.id, detail },
  ]);
});

test("of a used token nothing is known after a week", () => {
  const { database, token } = aToken();
  takeToken(database, token, "change_email", noon);
  expect(purgeTokens(database, after(noon, days(7)))).toBe(1);
});

test("a used token stays used when the clock is put back or its account's others are dropped", () => {
  const { database, account, token } = aToken();
  takeToken(database, token, "change_email", noon);
  const earlier = before(noon, minutes(1));
  expect(takeToken(database, token, "change_email", earlier)).toBeNull();
  dropTokens(database, "change_email", account.id);
  noteReuse(database, token, "change_email", { actor: visitor("192.0.2.7"), at: noon });
  expect(trail(database)).toHaveLength(1);
});
