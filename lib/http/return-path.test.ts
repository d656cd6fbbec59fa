import { describe, expect, test } from "vitest";
import { loginPath, parseReturnPath } from "./return-path.ts";

describe("a path of our own is kept:", () => {
  test.each([
    ["/", "/"],
    ["/devices", "/devices"],
    ["/admin/accounts?search=ada&older=5", "/admin/accounts?search=ada&older=5"],
    ["/admin/events#top", "/admin/events"],
    ["/a/../devices", "/devices"],
    ["/a%20b?c=d%26e", "/a%20b?c=d%26e"],
    ["/é?ö", "/%C3%A9?%C3%B6"],
    ["/@evil.example", "/@evil.example"],
    ["/http://evil.example", "/http://evil.example"],
    ["/?next=//evil.example", "/?next=//evil.example"],
    ["/%2f%2fevil.example", "/%2f%2fevil.example"],
    ["/%5cevil.example", "/%5cevil.example"],
    ["/loginless", "/loginless"],
    ["/apiary", "/apiary"],
    ["/devices\n", "/devices"],
  ])("%j", (value, path) => {
    expect(parseReturnPath(value)).toBe(path);
    // Wherever a browser goes with it, it stays with us.
    expect(new URL(path, "https://login.example.com").origin).toBe("https://login.example.com");
  });
});

describe("what leads elsewhere, or round in a circle, is refused:", () => {
  test.each([
    "",
    "devices",
    "?a",
    "#a",
    "//evil.example",
    "///evil.example",
    "////evil.example/..",
    "/\\evil.example",
    "/\\\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    " /devices",
    "/./\\evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/a/..//evil.example",
    "/%2e//evil.example",
    "/%2e%2e//evil.example",
    "/\\/\\evil.example",
    "//user:password@evil.example",
    "//evil.example:80/login",
    "//[::1]/",
    "http://evil.example",
    "https:evil.example",
    "http:/evil.example",
    "javascript:alert(1)",
    "data:text/html,hello",
    "/login",
    "/login/",
    "/login?next=/devices",
    "/a/../login",
    "/api/session",
    "/api",
  ])("%j", (value) => {
    expect(parseReturnPath(value)).toBeNull();
  });

  test("a path as long as any of ours is not too long", () => {
    const path = `/${"a".repeat(2_047)}`;
    expect(parseReturnPath(path) === path).toBe(true);
  });

  test("a path longer than any of ours", () => {
    for (const path of [`/${"a".repeat(2_048)}`, `/${"é".repeat(2_000)}`])
      expect(parseReturnPath(path) === null).toBe(true);
  });

  test.each([
    null,
    undefined,
    5,
    true,
    {},
    [],
    ["/devices"],
    ["/devices", "/admin"],
    new File([], "/devices"),
  ])("what is no text: %s", (value) => {
    expect(parseReturnPath(value)).toBeNull();
  });
});

describe("the sign-in page leads back to where somebody was:", () => {
  test.each([
    ["/", "/login"],
    ["/devices", "/login?next=%2Fdevices"],
    [
      "/admin/accounts?search=a&older=5",
      "/login?next=%2Fadmin%2Faccounts%3Fsearch%3Da%26older%3D5",
    ],
    ["//evil.example", "/login"],
    ["/login?next=/devices", "/login"],
  ])("from %j", (path, login) => {
    expect(loginPath(path)).toBe(login);
    const { next } = Object.fromEntries(new URL(login, "https://login.example.com").searchParams);
    if (next !== undefined) expect(parseReturnPath(next)).toBe(path);
  });
});
