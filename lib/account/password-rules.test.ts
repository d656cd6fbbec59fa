import { expect, test } from "vitest";
import { passwordProblem } from "./password-rules.ts";

test.each([
  ["15 letters", "paper boat pond"],
  ["15 emoji, which are 60 bytes", "😀".repeat(15)],
  ["72 bytes of letters", "x".repeat(72)],
  ["72 bytes of emoji", "😀".repeat(18)],
  ["72 bytes of accented letters", "é".repeat(36)],
  ["spaces at its edges", ` ${"x".repeat(13)} `],
  ["nothing but small letters", "correct horse battery staple"],
])("a password of %s is fine", (_which, password) => {
  expect(passwordProblem(password, 15)).toBeNull();
});

test.each([
  ["no characters", "", /at least 15 characters/],
  ["14 letters", "x".repeat(14), /at least 15 characters/],
  ["14 emoji, which are 28 units of UTF-16", "😀".repeat(14), /at least 15 characters/],
  ["73 letters", "x".repeat(73), /at most 72 bytes/],
  ["37 accented letters", "é".repeat(37), /at most 72 bytes/],
  ["72 bytes and an emoji", `${"x".repeat(70)}😀`, /at most 72 bytes/],
  ["a null character among them", `${"x".repeat(20)}\0`, /null character/],
])("a password of %s is refused with the reason", (_which, password, problem) => {
  expect(passwordProblem(password, 15)).toMatch(problem);
});

test("the least length is the setting's", () => {
  expect(passwordProblem("pond boat", 8)).toBeNull();
  expect(passwordProblem("1234567", 8)).toMatch(/at least 8 characters/);
  expect(passwordProblem("x".repeat(71), 72)).toMatch(/at least 72 characters/);
  expect(passwordProblem("x".repeat(72), 72)).toBeNull();
});

test.each(["123456789123456789", "passwordpassword", "QwertyUiopAsdfgh", "aaaaaaaaaaaaaaa"])(
  "ASVS 6.2.4: %s is among the passwords that are tried first",
  (password) => expect(passwordProblem(password, 15)).toMatch(/tried first/),
);

test("ASVS 6.2.4: shorter common passwords are refused where shorter ones are allowed", () => {
  expect(passwordProblem("Password1", 8)).toMatch(/tried first/);
});

const about = ["Ada Lovelace", "ada.king@lovelace.example", "login.example.com"];

test.each([
  "ada.king@lovelace.example",
  "Ada Lovelace Ada Lovelace",
  "LOVELACE-lovelace",
  "Lovelace, 1815!",
  "latchkeylatchkey",
  "latchkey.example 1",
])("ASVS 6.2.11: %s says no more than everybody knows", (password) => {
  expect(passwordProblem(password, 15, about)).toMatch(/little more than your name/);
});

test.each([
  "Ada Lovelace wrote the first program",
  "a latchkey under the flower pot",
  " ".repeat(20),
  "😀".repeat(15),
])("ASVS 6.2.5: everything else is allowed: %s", (password) => {
  expect(passwordProblem(password, 15, about)).toBeNull();
});
