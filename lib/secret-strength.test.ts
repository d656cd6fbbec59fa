import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { isGuessable } from "./secret-strength.ts";

test.each([
  "a".repeat(64),
  "abcabcabcabcabcabcabcabcabcabcabcabc",
  "0123456789abcdef0123456789abcdef",
  "correct horse battery correct horse battery ",
  "abcdefghijklmnopqrstuvwxyz012345",
  "zyxwvutsrqponmlkjihgfedcba987654321",
  "change-me-change-me-change-me-now!",
  "CHANGEME-6fb2a97cc1d04bd29e3a5f80",
  "complex_password_at_least_32_characters_long",
  "your-32-bytes-go-in-here-thank-you",
  "this-is-a-secret-value-with-at-least-32",
  "replace this by something random ok",
])("ASVS 13.2.3: %s is too easy to guess", (secret) => expect(isGuessable(secret)).toBe(true));

test.each([
  "secret of the second process: 9f2c1e77ab",
  "a secret that somebody drew by lot, 7 3 9 1",
  "kept-secret-0123456789abcdef0123456789-kept",
])("%s is not, though it holds a word or a row", (secret) => {
  expect(isGuessable(secret)).toBe(false);
});

test.each(["base64", "base64url", "hex"] as const)("random bytes in %s are not", (encoding) => {
  for (let round = 0; round < 2_000; round++)
    expect(isGuessable(randomBytes(24).toString(encoding))).toBe(false);
});
