import { expect, test } from "vitest";
import { ownHost } from "./own-host.ts";

const at = (publicUrl: string, host: string, pathname = "/login") =>
  ownHost(new URL(publicUrl))([host], pathname);

test.each([
  ["https://login.example.com", "login.example.com"],
  ["https://login.example.com", "LOGIN.example.com"],
  ["https://login.example.com", "login.example.com:443"],
  ["https://login.example.com:8443", "login.example.com:8443"],
  ["http://localhost:3000", "localhost:3000"],
  ["http://localhost:3000", "127.0.0.1:3000"],
  ["http://localhost:3000", "[::1]:3000"],
  ["http://localhost", "localhost:80"],
])("at %s we answer to %s", (publicUrl, host) => expect(at(publicUrl, host)).toBe(true));

test.each([
  ["https://login.example.com", "evil.example"],
  ["https://login.example.com", "localhost"],
  ["https://login.example.com", "login.example.com:80"],
  ["https://login.example.com", "login.example.com.evil.example"],
  ["https://login.example.com", "login.example.com@evil.example"],
  ["https://login.example.com", "login.example.com:443:443"],
  ["https://login.example.com", "login.example.com."],
  ["https://login.example.com", "login.example.com, evil.example"],
  ["https://login.example.com", ""],
  ["https://login.example.com:8443", "login.example.com"],
  ["http://localhost:3000", "localhost"],
  ["http://localhost:3000", "evil.localhost:3000"],
  ["http://localhost:3000", "rebind.evil.example:3000"],
  ["http://localhost:3000", "192.168.1.2:3000"],
  ["http://localhost:3000", "0.0.0.0:3000"],
])("at %s we do not answer to %s", (publicUrl, host) => expect(at(publicUrl, host)).toBe(false));

test("a request without a name, or with two, is not for us", () => {
  const isOwn = ownHost(new URL("http://localhost:3000"));
  expect(isOwn([], "/login")).toBe(false);
  expect(isOwn(["localhost:3000", "localhost:3000"], "/login")).toBe(false);
  expect(isOwn(["localhost:3000", "evil.example"], "/healthz")).toBe(false);
});

test.each(["/healthz", "/readyz", "/metrics"])("%s answers whatever it is called", (pathname) => {
  expect(at("https://login.example.com", "10.0.0.5:3000", pathname)).toBe(true);
  expect(at("https://login.example.com", "10.0.0.5:3000", `${pathname}/x`)).toBe(false);
});
