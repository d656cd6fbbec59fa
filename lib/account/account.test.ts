import { describe, expect, test } from "vitest";
import { anAccount } from "#lib/testing/builders.ts";
import { temporaryDatabase } from "#lib/testing/database.ts";
import { parseEmail, parseName, parsePassword, parseRole, toAccount } from "./account.ts";

const noText = [null, undefined, 7, true, {}, ["a@example.com"], new File([], "name")];

describe("a name", () => {
  test.each([
    ["Ada Lovelace", "Ada Lovelace"],
    ["  Ada\t", "Ada"],
    ["\u00a0Ada\u3000", "Ada"],
    ["李", "李"],
    ["Zoe\u0308", "Zo\u00eb"],
    ["محمد", "محمد"],
    ["O'Brien <admin>", "O'Brien <admin>"],
    ["😀".repeat(100), "😀".repeat(100)],
    ["x".repeat(100), "x".repeat(100)],
    [`${"x".repeat(100)}   `, "x".repeat(100)],
  ])("%j is kept as %j", (given, name) => {
    expect(parseName(given)).toBe(name);
  });

  test.each([
    "",
    "   ",
    "x".repeat(101),
    "😀".repeat(101),
    "Ada\nLovelace",
    "Ada\0",
    "Ada\u001b[2J",
    "Ada\u007f",
    "Ada\u0085Lovelace",
    "Ada\u2028Lovelace",
    "Ada\u2029Lovelace",
    "\ud800",
    "Ada\u200b",
    "\u200b",
    "Ada\u200eLovelace",
    "Ada\u200fLovelace",
    "Ada\u061cLovelace",
    "\u202eadA",
    "Ada\u202aLovelace",
    "Ada\u2066Lovelace\u2069",
    "Ada\u2060Lovelace",
    "Ada\ufeffLovelace",
  ])("%j is none", (given) => {
    expect(parseName(given)).toBeNull();
  });

  test.each(noText)("that is no text (%o) is none", (given) => {
    expect(parseName(given)).toBeNull();
  });
});

describe("an address", () => {
  test.each([
    ["ada@example.com", "ada@example.com"],
    ["  ada@example.com \n", "ada@example.com"],
    ["Ada.L+tag@Mail.Example.com", "Ada.L+tag@Mail.Example.com"],
    ["ada@localhost", "ada@localhost"],
    ["!#$%&'*+/=?^_`{|}~-@example.com", "!#$%&'*+/=?^_`{|}~-@example.com"],
    [`${"x".repeat(64)}@example.com`, `${"x".repeat(64)}@example.com`],
    [`a@${"x".repeat(63)}.com`, `a@${"x".repeat(63)}.com`],
  ])("%j is kept as %j", (given, email) => {
    expect(parseEmail(given)).toBe(email);
  });

  const longest = `a@${`${"x".repeat(61)}.`.repeat(4)}abcd`;

  test("is taken up to 254 characters", () => {
    expect(longest).toHaveLength(254);
    expect(parseEmail(longest)).toBe(longest);
    expect(parseEmail(`${longest}e`)).toBeNull();
  });

  test.each([
    "",
    "ada",
    "@example.com",
    "ada@",
    "ada@@example.com",
    "ada@example..com",
    "ada@-example.com",
    "ada@example-.com",
    "ada@example.com.",
    "ada lovelace@example.com",
    "ada@exam ple.com",
    "ada@example.com\nbcc: eve@example.com",
    "Ada <ada@example.com>",
    "ada@[192.0.2.1]",
    '"ada"@example.com',
    "ada@exämple.com",
    "ädä@example.com",
    "ada@example.com\0",
    "\u202eada@example.com",
    `${"x".repeat(65)}@example.com`,
    `a@${"x".repeat(64)}.com`,
  ])("%j is none", (given) => {
    expect(parseEmail(given)).toBeNull();
  });

  test.each(noText)("that is no text (%o) is none", (given) => {
    expect(parseEmail(given)).toBeNull();
  });

  test("that never ends is refused at once", () => {
    const started = performance.now();
    expect(parseEmail(`a@${"a.".repeat(500_000)}`)).toBeNull();
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("a password as typed", () => {
  test.each(["x", " ", "  edges  ", "tab\tand\0null", "😀", "x".repeat(1_024)])(
    "%j is kept to the last character",
    (given) => {
      expect(parsePassword(given)).toBe(given);
    },
  );

  test.each(["", "x".repeat(1_025), ...noText])("%o is none", (given) => {
    expect(parsePassword(given)).toBeNull();
  });
});

test.each([
  ["admin", "admin"],
  ["member", "member"],
  ["Admin", null],
  ["owner", null],
  ["", null],
  ["__proto__", null],
  [null, null],
  [["admin"], null],
])("the role %j is read as %j", (given, role) => {
  expect(parseRole(given)).toBe(role);
});

test("an account as pages see it holds neither its hash nor its row's number", () => {
  const row = anAccount(temporaryDatabase(), { passwordHash: "the hash" });
  const account = toAccount(row);
  expect(JSON.stringify(account)).not.toContain("the hash");
  expect(account).not.toHaveProperty("rowId");
  expect(account).toMatchObject({ id: row.id, email: row.email, role: "member" });
});
