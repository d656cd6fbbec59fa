import { beforeEach, expect, test, vi } from "vitest";
import { currentClient, currentPath, isPrefetch } from "./client.ts";

let received: Headers;
vi.mock("next/headers", () => ({ headers: async () => received }));
beforeEach(() => {
  received = new Headers();
});

test("the address and the path are those that the front door noted, whatever else the client claims", async () => {
  received.set("x-latchkey-address", "192.0.2.9");
  received.set("x-latchkey-path", "/devices?a=b");
  for (const name of ["x-forwarded-for", "x-real-ip", "forwarded", "cf-connecting-ip"])
    received.set(name, "203.0.113.66");
  received.set("user-agent", "curl/8.5.0");
  expect(await currentClient()).toEqual({ address: "192.0.2.9", userAgent: "curl/8.5.0" });
  expect(await currentPath()).toBe("/devices?a=b");
});

test("without a front door nothing is claimed", async () => {
  expect(await currentClient()).toEqual({ address: "unknown", userAgent: "" });
  expect(await currentPath()).toBe("/");
});

test("a user agent is cut to what is ever read", async () => {
  received.set("user-agent", "x".repeat(10_000));
  expect((await currentClient()).userAgent).toHaveLength(512);
});

test.each<[Record<string, string>, boolean]>([
  [{}, false],
  [{ "next-router-prefetch": "1" }, true],
  [{ "sec-purpose": "prefetch" }, true],
  [{ "sec-purpose": "prefetch;prerender" }, true],
  [{ "sec-purpose": "" }, false],
])("a request with %o only fetches ahead: %s", async (headers, ahead) => {
  received = new Headers(headers);
  expect(await isPrefetch()).toBe(ahead);
});
