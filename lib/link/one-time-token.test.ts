import { expect, test } from "vitest";
import { after, minutes } from "#lib/duration.ts";
import { anAccount, noon } from "#lib/testing/builders.ts";
import { temporaryDatabase } from "#lib/testing/database.ts";
import { dropTokens, findToken, issueToken, purgeTokens, takeToken } from "./one-time-token.ts";

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
