import { EventEmitter } from "node:events";
import { expect, test, vi } from "vitest";
import { onStopSignals } from "./stop-signals.ts";

function listening() {
  const source = new EventEmitter();
  const stop = vi.fn();
  const abort = vi.fn();
  let time = 0;
  onStopSignals(source, stop, abort, () => time);
  const send = (signal: string, at: number) => {
    time = at;
    source.emit(signal);
  };
  return { stop, abort, send };
}

test.each(["SIGINT", "SIGTERM", "disconnect"])("%s stops, once", (signal) => {
  const { stop, abort, send } = listening();
  send(signal, 0);
  send("SIGTERM", 5_000);
  send("disconnect", 6_000);
  expect(stop).toHaveBeenCalledOnce();
  expect(abort).not.toHaveBeenCalled();
});

test("a Ctrl-C that arrives several times at once is one", () => {
  const { stop, abort, send } = listening();
  for (const at of [0, 3, 40, 900]) send("SIGINT", at);
  expect(stop).toHaveBeenCalledOnce();
  expect(abort).not.toHaveBeenCalled();
});

test("a second Ctrl-C ends the waiting", () => {
  const { abort, send } = listening();
  send("SIGTERM", 0);
  send("SIGINT", 1_500);
  expect(abort).toHaveBeenCalledOnce();
});
