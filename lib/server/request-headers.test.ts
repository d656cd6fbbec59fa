import { describe, expect, test } from "vitest";
import { isRelayed, rewriteHeaders } from "./request-headers.ts";

const publicUrl = new URL("https://login.example.com");
const policy = "script-src 'nonce-ours'";

function rewritten(headers: Record<string, string>, facts = {}) {
  const copy = { ...headers };
  rewriteHeaders(copy, {
    method: "GET",
    url: "/",
    address: "192.0.2.4",
    publicUrl,
    policy,
    ...facts,
  });
  return copy;
}

describe("rewritten headers", () => {
  test.each([
    "x-latchkey-anything",
    "x-forwarded-host",
    "x-forwarded-port",
    "forwarded",
    "x-real-ip",
    "x-middleware-subrequest",
    "x-middleware-rewrite",
    "x-nextjs-data",
    "x-next-revalidated-tags",
    "x-now-route-matches",
    "x-invoke-path",
    "x-prerender-revalidate",
    "x-matched-path",
    "x-action-forwarded",
    "next-resume",
  ])("lose %s", (name) => expect(rewritten({ [name]: "forged" })[name]).toBeUndefined());

  test.each(["x-latchkey-address", "x-latchkey-path", "x-forwarded-for", "x-forwarded-proto"])(
    "do not keep a forged %s",
    (name) => expect(rewritten({ [name]: "forged" })[name]).not.toContain("forged"),
  );

  test.each([
    "rsc",
    "next-action",
    "next-url",
    "next-router-state-tree",
    "next-router-prefetch",
    "next-router-segment-prefetch",
    "cookie",
    "authorization",
    "accept",
  ])("keep %s", (name) => expect(rewritten({ [name]: "sent" })[name]).toBe("sent"));

  test.each(["rsc", "next-router-state-tree", "next-router-prefetch", "next-url"])(
    "ask for the sign-in page as a whole, whatever %s says",
    (name) => {
      const asked = (url: string, method = "GET") => rewritten({ [name]: "sent" }, { url, method });
      expect(asked("/login?next=%2Fdevices&_rsc=1")).not.toHaveProperty(name);
      expect(asked("/login", "POST")[name]).toBe("sent");
      expect(asked("/login-help")[name]).toBe("sent");
    },
  );

  test("carry our policy and its nonce, never a client's", () => {
    const forged = { "content-security-policy": "script-src 'nonce-theirs'" };
    expect(rewritten(forged)["content-security-policy"]).toBe(policy);
    expect(rewritten(rewritten(forged))["content-security-policy"]).toBe(policy);
  });

  test("name the public host and scheme, whatever a proxy made of them", () => {
    expect(rewritten({ host: "backend:3000" })).toMatchObject({
      host: "login.example.com",
      "x-forwarded-proto": "https",
    });
  });

  test("give a post that was let in the public origin, for Next to compare", () => {
    const headers = { origin: "http://127.0.0.1:3000" };
    expect(rewritten(headers, { method: "POST" }).origin).toBe("https://login.example.com");
    expect(rewritten(headers).origin).toBe("http://127.0.0.1:3000");
    expect(rewritten({}, { method: "POST" })).not.toHaveProperty("origin");
  });

  test.each([
    ["/devices", "/devices"],
    ["/devices?_rsc=1x", "/devices"],
    ["/admin/events?page=2&_rsc=1x&who=a%20b", "/admin/events?page=2&who=a%20b"],
    ["/a?x=?&_rscx=1", "/a?x=?&_rscx=1"],
    ["/a?", "/a"],
  ])("say that the page of %s is %s", (url, path) => {
    expect(rewritten({}, { url })["x-latchkey-path"]).toBe(path);
  });

  test("keep the client's address where Next asks itself with them", () => {
    const first = rewritten({});
    expect(isRelayed(first)).toBe(true);
    const second = rewritten(
      { ...first, "x-action-forwarded": "1" },
      { address: "127.0.0.1", url: "/next" },
    );
    expect(second).toMatchObject({
      "x-latchkey-address": "192.0.2.4",
      "x-latchkey-path": "/next",
      "x-action-forwarded": "1",
    });
    expect(isRelayed({ "x-latchkey-relay": "guess" })).toBe(false);
  });
});
