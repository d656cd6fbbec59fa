import { setTimeout as sleep } from "node:timers/promises";
import type { SendOutcome } from "#lib/mail/send-due.ts";
import { repeat } from "./repeat.ts";

/** How soon a mail is noticed, whichever process queued it, in milliseconds; looking costs one indexed read. */
const pause = 1_000;

/** How long stopping waits for a mail that is on its way, in milliseconds. */
const grace = 5_000;

/**
 * Sends what is due, one mail at a time, until the returned function is called; that resolves when the mail on its
 * way has arrived, or when it took too long.
 */
export function keepMailing(
  sendDue: () => Promise<SendOutcome>,
  onProblem: (what: string, problem: unknown) => void,
): () => Promise<void> {
  let onItsWay: Promise<unknown> = Promise.resolve();
  const sendNext = () => {
    const next = sendDue().then((outcome) => report(outcome, onProblem));
    onItsWay = next.catch(() => {});
    return next;
  };
  const stop = repeat(sendNext, pause, (error) => onProblem("sending mail failed", error));
  return async () => {
    stop();
    await Promise.race([onItsWay, sleep(grace, undefined, { ref: false })]);
  };
}

/** True when the next mail may go at once: after a failure the server gets a rest. */
function report(
  outcome: SendOutcome,
  onProblem: (what: string, problem: unknown) => void,
): boolean {
  switch (outcome.kind) {
    case "nothing_due":
      return false;
    case "sent":
      return true;
    case "postponed":
      onProblem("mail not sent, to be tried again", outcome.problem);
      return false;
    case "given_up":
      onProblem("mail given up", outcome.problem);
      return true;
  }
}
