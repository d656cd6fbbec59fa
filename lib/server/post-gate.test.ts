import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { postGate } from "./post-gate.ts";

function aGate() {
  let time = 0;
  const gate = postGate(() => time);
  const send = (headers = {}, method = "POST") => {
    const response = Object.assign(new EventEmitter(), { statusCode: 200 });
    const request = { method, headers } as IncomingMessage;
    const admitted = gate(request, response as unknown as ServerResponse);
    const answer = (status: number) => {
      response.statusCode = status;
      response.emit("close");
    };
    return { admitted, answer };
  };
  const wait = (seconds: number) => {
    time += seconds * 1_000;
  };
  const flood = (count: number, status: number, headers = {}) => {
    let admitted = 0;
    for (let sent = 0; sent < count; sent += 1) {
      const post = send(headers);
      if (!post.admitted) continue;
      admitted += 1;
      post.answer(status);
    }
    return admitted;
  };
  return { send, wait, flood };
}

test("posts that lead nowhere use the allowance up, which comes back with time", () => {
  const { flood, wait } = aGate();
  expect(flood(1_000, 200)).toBe(150);
  wait(2);
  expect(flood(1_000, 429)).toBe(30);
  wait(3_600);
  expect(flood(1_000, 503)).toBe(150);
});

test("posts that succeed do not, however many there are", () => {
  expect(aGate().flood(10_000, 303)).toBe(10_000);
});

test("a flood of strangers leaves people who carry a cookie alone", () => {
  const { flood, send } = aGate();
  flood(1_000, 200);
  expect(send().admitted).toBe(false);
  expect(send({ cookie: "a=b" }).admitted).toBe(true);
});

test("only so many are under way at once", () => {
  const { send } = aGate();
  const posts = Array.from({ length: 200 }, () => send());
  expect(posts.filter(({ admitted }) => admitted)).toHaveLength(64);
  posts[0]?.answer(303);
  expect(send().admitted).toBe(true);
});

test("reading is never refused", () => {
  const { flood, send } = aGate();
  flood(1_000, 200);
  for (const method of ["GET", "HEAD", "OPTIONS"]) expect(send({}, method).admitted).toBe(true);
});
