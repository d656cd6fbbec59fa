import { expect, test } from "vitest";
import { visitor } from "#lib/audit/event.ts";
import { hours, minutes } from "#lib/duration.ts";
import { temporaryServices, trail } from "#lib/testing/services.ts";
import { admit } from "./admit.ts";
import { failureThrottle, type Limit } from "./failure-throttle.ts";

const subject = { actor: visitor("192.0.2.7") };
const limitOn = (who: string): Limit => ({
  key: `mail:recipient:${who}`,
  failures: 5,
  window: hours(1),
});
const limits = [{ ...limitOn("everybody"), failures: 30 }, limitOn("ada")];

function aDesk() {
  const { clock, database } = temporaryServices();
  const parts = { database, throttle: failureThrottle(database), now: clock.now };
  const isAdmitted = async (of: Limit[]) => (await admit(parts, of, subject)).allowed;
  const mail = async (times: number) => {
    const answers: boolean[] = [];
    while (answers.length < times) answers.push(await isAdmitted(limits));
    return answers;
  };
  return { clock, database, isAdmitted, mail };
}

test("as many as the limit are let in, and more when its window has passed", async () => {
  const { clock, isAdmitted, mail } = aDesk();
  expect(await mail(6)).toEqual([true, true, true, true, true, false]);
  expect(await isAdmitted([limitOn("ada")])).toBe(false);
  expect(await isAdmitted([limitOn("grace")])).toBe(true);
  clock.advance(minutes(60));
  expect(await mail(1)).toEqual([true]);
});

test("the first refusal in a window is noted, no other, and not whom it counted for", async () => {
  const { clock, database, mail } = aDesk();
  await mail(5);
  expect(trail(database)).toEqual([]);
  await mail(5);
  await Promise.all([mail(5), mail(5)]);
  expect(trail(database)).toMatchObject([
    {
      name: "excess_rate_limit_exceeded",
      actorKind: "visitor",
      address: "192.0.2.7",
      detail: { action: "mail", limit: "recipient" },
    },
  ]);
  clock.advance(minutes(60));
  await mail(6);
  expect(trail(database)).toHaveLength(2);
});
