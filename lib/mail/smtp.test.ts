import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { seconds } from "#lib/duration.ts";
import { messageOf } from "./message.ts";
import { smtpOptions, smtpTransport } from "./smtp.ts";

const patience = seconds(1);
const options = (url: string) => smtpOptions(new URL(url), patience);

test.each([
  ["smtps://mail.example.com", { port: 465, secure: true, requireTLS: false }],
  ["smtp://mail.example.com", { port: 587, secure: false, requireTLS: true }],
  ["smtp://10.0.0.8:2525", { port: 2525, secure: false, requireTLS: true }],
  ["smtps://localhost", { port: 465, secure: true, requireTLS: false }],
])("%s: encrypted, with a certificate that is verified", (url, expected) => {
  expect(options(url)).toMatchObject(expected);
  expect(options(url).tls).toEqual({ rejectUnauthorized: true, minVersion: "TLSv1.2" });
});

test.each(["smtp://localhost", "smtp://127.0.0.1", "smtp://[::1]", "smtp://mail.localhost"])(
  "%s: a relay on this machine needs no certificate",
  (url) => {
    expect(options(url)).toMatchObject({ port: 25, secure: false, requireTLS: false });
  },
);

test("name and password are taken as they were meant, and no word is as good as none", () => {
  const { auth } = options("smtps://me%40example.com:p%3Aass%2F@mail.example.com");
  expect(auth).toEqual({ user: "me@example.com", pass: "p:ass/" });
  expect(options("smtps://mail.example.com")).not.toHaveProperty("auth");
});

test("an address in brackets is an address", () => {
  expect(options("smtp://[2001:db8::1]:25")).toMatchObject({ host: "2001:db8::1", port: 25 });
});

test("a server that says nothing is not waited for without end", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  onTestFinished(() => {
    silent.close();
  });
  const { port } = silent.address() as AddressInfo;
  const letter = { subject: "Hello", paragraphs: ["Hello."], after: [] };
  const from = { name: "Latchkey", address: "latchkey@example.com" };
  const message = messageOf(letter, from, "ada@example.com");
  const sending = smtpTransport(new URL(`smtp://127.0.0.1:${port}`), patience).send(message);
  await expect(sending).rejects.toThrow("Greeting never received");
});
