import { expect, test } from "vitest";
import { isConfidential, isLoopback } from "./loopback.ts";

test.each([
  "http://localhost:3000",
  "http://desk.localhost",
  "http://127.0.0.1:3000",
  "http://127.1",
  "http://127.255.0.9",
  "http://[::1]:3000",
])("%s does not leave the machine", (url) => {
  expect(isLoopback(new URL(url))).toBe(true);
  expect(isConfidential(new URL(url))).toBe(true);
});

test.each([
  "http://login.example.com",
  "http://localhost.example.com",
  "http://notlocalhost",
  "http://127.0.0.1.example.com",
  "http://192.168.1.2",
  "http://128.0.0.1",
  "http://[::2]",
  "http://0.0.0.0",
])("%s does, so only https keeps it confidential", (url) => {
  expect(isLoopback(new URL(url))).toBe(false);
  expect(isConfidential(new URL(url))).toBe(false);
  expect(isConfidential(new URL(url.replace("http:", "https:")))).toBe(true);
});
