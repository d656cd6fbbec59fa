import { expect, onTestFinished, test, vi } from "vitest";
import type { SendOutcome } from "#lib/mail/send-due.ts";
import { keepMailing } from "./keep-mailing.ts";

function aWorker(...outcomes: (SendOutcome | Error)[]) {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setImmediate"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const told: [string, unknown][] = [];
  const sendDue = vi.fn(async (): Promise<SendOutcome> => {
    const next = outcomes.shift() ?? { kind: "nothing_due" };
    if (next instanceof Error) throw next;
    return next;
  });
  const stop = keepMailing(sendDue, (what, problem) => told.push([what, problem]));
  return { sendDue, stop, told };
}

test("it looks once a second, and goes on at once while there is more", async () => {
  const { sendDue, stop, told } = aWorker({ kind: "sent" }, { kind: "sent" });
  await vi.advanceTimersByTimeAsync(1_000);
  await vi.advanceTimersByTimeAsync(10);
  expect(sendDue).toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sendDue).toHaveBeenCalledTimes(4);
  await stop();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sendDue).toHaveBeenCalledTimes(4);
  expect(told).toEqual([]);
});

test("what was not sent is told, and the server gets a rest", async () => {
  const { sendDue, told } = aWorker(
    { kind: "postponed", problem: "ECONNREFUSED" },
    { kind: "given_up", problem: "550" },
    new Error("no database"),
  );
  await vi.advanceTimersByTimeAsync(1_010);
  expect(sendDue).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told).toEqual([
    ["mail not sent, to be tried again", "ECONNREFUSED"],
    ["mail given up", "550"],
    ["sending mail failed", new Error("no database")],
  ]);
});
