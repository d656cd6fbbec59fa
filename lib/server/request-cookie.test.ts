// biome-ignore lint/style/noRestrictedImports: what it has to agree with
import { NextRequest } from "next/server.js";
import { expect, test } from "vitest";
import { requestCookie } from "./request-cookie.ts";

const headers = [
  "",
  "latchkey=one",
  "other=1; latchkey=one; more=2",
  "latchkey=one;latchkey=two",
  "latchkey=one;   latchkey=two",
  "latchkey=",
  "latchkey=one; latchkey=",
  "latchkey",
  "latchkey=a=b=c",
  "latchkey=%41%2a",
  "latchkey=%zz",
  "latchkey=one; latchkey=%zz",
  " latchkey=one",
  "latchkey =one",
  "latchkey= one",
  'latchkey="one"',
  "Latchkey=one",
  "__Host-latchkey=one",
  "not-latchkey=one",
  "latchkey-device=one",
  ";;; latchkey=one;;;",
];

test.each(headers)("in `%s` it is the cookie that the pages see", (cookie) => {
  const request = new NextRequest("http://localhost", { headers: { cookie } });
  const seen = request.cookies.get("latchkey")?.value ?? null;
  expect(requestCookie(request.headers.get("cookie") ?? "", "latchkey")).toBe(
    cookie === "latchkey" ? null : seen,
  );
});

test("no header holds no cookie", () => {
  expect(requestCookie(undefined, "latchkey")).toBeNull();
});
