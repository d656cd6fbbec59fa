import { describe, expect, test } from "vitest";
import { isNextsOwn, maxBodyBytes, pathOf, refusalOf } from "./front-door.ts";

const publicOrigin = "http://localhost:3000";

function ask(method: string, url: string, headers = {}) {
  return refusalOf({ method, url, headers: { host: "localhost:3000", ...headers } }, publicOrigin);
}

describe("methods", () => {
  test.each([
    ["GET", "/devices"],
    ["HEAD", "/devices"],
    ["POST", "/devices"],
    ["DELETE", "/api/sessions/1"],
    ["PUT", "/api/x"],
    ["PATCH", "/api/x"],
    ["OPTIONS", "/api/session"],
  ])("%s %s passes", (method, url) => expect(ask(method, url)).toBeNull());

  test.each([
    ["DELETE", "/devices"],
    ["PUT", "/"],
    ["PATCH", "/apix"],
    ["PUT", "/api/../devices"],
    ["PUT", "/api/%2e%2e/devices"],
    ["TRACE", "/"],
    ["TRACE", "/api/session"],
    ["PROPFIND", "/"],
  ])("%s %s is refused and told what is allowed", (method, url) => {
    expect(ask(method, url)).toMatchObject({
      status: 405,
      headers: { Allow: expect.stringContaining("GET, HEAD, POST") },
    });
  });

  test("OPTIONS of a page says what is allowed and allows no other origin", () => {
    const headers = { origin: "https://evil.example" };
    expect(ask("OPTIONS", "/devices", headers)).toMatchObject({
      status: 204,
      headers: { Allow: "GET, HEAD, POST, OPTIONS" },
    });
  });
});

describe("targets", () => {
  test.each([
    "http://evil.example/",
    "*",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/a\\b",
    "",
    "?x",
  ])("%o is refused", (url) => expect(ask("GET", url)?.status).toBe(400));

  test.each([
    ["/", "/"],
    ["/devices?next=//evil.example", "/devices"],
    ["/a/../b", "/b"],
    ["/%5Cevil", "/%5Cevil"],
    ["/a?b\\c", "/a"],
  ])("%o has the path %o", (url, path) => expect(pathOf(url)).toBe(path));
});

describe("bodies", () => {
  test.each([
    [String(maxBodyBytes), undefined],
    [String(maxBodyBytes + 1), 413],
    ["99999999999999999999", 413],
  ])("of %s bytes: %s", (length, status) => {
    expect(ask("POST", "/login", { "content-length": length })?.status).toBe(status);
  });
});

test("a cross-site post is refused with 403", () => {
  const headers = { "sec-fetch-site": "cross-site" };
  expect(ask("POST", "/login", headers)).toMatchObject({ status: 403, code: "cross_site" });
});

describe("ASVS 3.5.2: an API", () => {
  const post = (headers: object, method = "POST", url = "/api/x") => ask(method, url, headers);

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "text/plain; application/json",
    "",
  ])("does not take %j, with or without a body", (type) => {
    expect(post({ "content-type": type })?.status).toBe(415);
    expect(post({ "content-type": type, "content-length": "2" }, "PUT")?.status).toBe(415);
  });

  test("does not take a body of no type", () => {
    expect(post({ "content-length": "2" })?.status).toBe(415);
    expect(post({ "transfer-encoding": "chunked" })?.status).toBe(415);
  });

  test("takes JSON, and nothing at all", () => {
    expect(post({ "content-type": "application/json; charset=utf-8" })).toBeNull();
    expect(post({}, "DELETE")).toBeNull();
    expect(post({ "content-type": "text/plain" }, "GET")).toBeNull();
    expect(post({ "content-type": "text/plain" }, "POST", "/login")).toBeNull();
  });
});

test.each([
  ["/_next/image", true],
  ["/_next/data/x.json", true],
  ["/_next/%69mage", true],
  ["/_next", true],
  ["/_NEXT/image", true],
  ["/_next/static/chunks/a.js", false],
  ["/_nextish", false],
  ["/login", false],
])("%s is an address of Next's own: %s", (path, expected) => {
  expect(isNextsOwn(path)).toBe(expected);
});
