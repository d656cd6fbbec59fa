import { expect, test } from "vitest";
import { senderOf } from "./message.ts";

const url = new URL("https://login.example.com:8443");

test.each([
  [null, { name: "Latchkey", address: "latchkey@login.example.com" }],
  ["desk@example.com", { name: "Latchkey", address: "desk@example.com" }],
  ["Desk <desk@example.com>", { name: "Desk", address: "desk@example.com" }],
  ['"Sign-in, Inc." <desk@example.com>', { name: "Sign-in, Inc.", address: "desk@example.com" }],
  ["Desk < desk@example.com >", { name: "Desk", address: "desk@example.com" }],
  ["<desk@example.com>", { name: "Latchkey", address: "desk@example.com" }],
])("MAIL_FROM %s", (given, expected) => {
  expect(senderOf(given, url)).toEqual(expected);
});
