import { describe, expect, test } from "vitest";
import { isCrossSite } from "./cross-site.ts";

const publicOrigin = "https://login.example.com";
const host = "login.example.com";

type Case = [site: string | undefined, origin: string | undefined, refused: boolean];

const cases: Case[] = [
  ["same-origin", undefined, false],
  ["same-origin", publicOrigin, false],
  ["same-origin", "https://other.example", false],
  ["none", undefined, false],
  ["none", "null", false],
  ["same-site", undefined, true],
  ["same-site", "https://evil.example.com", true],
  ["same-site", publicOrigin, false],
  ["cross-site", undefined, true],
  ["cross-site", "null", true],
  ["cross-site", "https://evil.example", true],
  ["cross-site", publicOrigin, false],
  ["same-origin, cross-site", undefined, true],
  ["nonsense", undefined, true],
  ["", undefined, false],
  ["", "https://evil.example", true],
  [undefined, undefined, false],
  [undefined, publicOrigin, false],
  [undefined, "http://login.example.com", false],
  [undefined, "https://evil.example", true],
  [undefined, "https://login.example.com.evil.example", true],
  [undefined, "https://evil.example/@login.example.com", true],
  [undefined, "https://user@login.example.com", true],
  [undefined, "https://login.example.com/", true],
  [undefined, "login.example.com", true],
  [undefined, "https://login.example.com, https://evil.example", true],
  [undefined, "null", true],
  [undefined, "", false],
];

describe("a cross-site request", () => {
  for (const method of ["POST", "PUT", "PATCH", "DELETE"])
    test.each(cases)(
      `${method} with Sec-Fetch-Site %o and Origin %o: %o`,
      (site, origin, refused) => {
        const headers = {
          host,
          ...(site !== undefined && { "sec-fetch-site": site }),
          ...(origin !== undefined && { origin }),
        };
        expect(isCrossSite(method, headers, publicOrigin)).toBe(refused);
      },
    );

  test.each(["GET", "HEAD", "OPTIONS"])("is never a %s", (method) => {
    const headers = { host, "sec-fetch-site": "cross-site", origin: "https://evil.example" };
    expect(isCrossSite(method, headers, publicOrigin)).toBe(false);
  });

  test("may come from the host that was asked, where the public address is another", () => {
    const headers = { host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" };
    expect(isCrossSite("POST", headers, publicOrigin)).toBe(false);
  });

  test("is not excused by an empty host", () => {
    expect(isCrossSite("POST", { host: "", origin: "foo:bar" }, publicOrigin)).toBe(true);
  });
});
