import { after, before, days, hours, minutes, seconds } from "#lib/duration.ts";
import type { Device } from "./devices.ts";
import type { Person } from "./people.ts";
import { deviceOf, type Stage } from "./stage.ts";

/** How far back the trail is lively. */
const livelyDays = 14;

/** People sign up over four months and come back on most days of the last two weeks. */
export function planEveryday(stage: Stage, people: Person[]): void {
  people.forEach((person, index) => {
    const joinedAt = before(stage.end, hours(120 * 24 * (1 - index / people.length) + 7));
    stage.timeline.plan(joinedAt, () => stage.life.signUp(person, deviceOf(stage, person)));
    for (const device of stage.devices(person)) planVisits(stage, person, device, joinedAt);
  });
  for (const person of people) if (stage.random.chance(0.25)) planPresence(stage, person);
}

function planVisits(stage: Stage, person: Person, device: Device, joinedAt: Date): void {
  const { random, end } = stage;
  const remember = random.chance(0.6);
  const eagerness = random.pick([0.2, 0.4, 0.6, 0.8]);
  for (let daysAgo = livelyDays; daysAgo >= 0; daysAgo--) {
    if (!random.chance(eagerness)) continue;
    const morning = after(midnightOf(before(end, days(daysAgo))), hours(6));
    const at = after(morning, seconds(random.between(0, 16 * 60 * 60)));
    if (at > after(joinedAt, hours(1))) planVisit(stage, person, device, at, remember);
  }
}

/** A while on the pages. Of those who do not stay signed in, half sign out and half let the session run out. */
function planVisit(
  stage: Stage,
  person: Person,
  device: Device,
  at: Date,
  remember: boolean,
): void {
  const { random, timeline, life, services } = stage;
  const mistypes = random.chance(0.08);
  const lastSeen = after(at, minutes(random.between(2, 50)));
  timeline.plan(at, () => life.visit(person, device, { remember, mistypes }));
  timeline.plan(lastSeen, () => life.touch(device));
  if (remember) return;
  if (random.chance(0.5)) timeline.plan(after(lastSeen, minutes(1)), () => life.signOut(device));
  else timeline.plan(after(lastSeen, services.env.policy.member.idle), services.sweep);
}

/** Somebody who is at it right now. */
function planPresence(stage: Stage, person: Person): void {
  const { random, timeline, life, end } = stage;
  const device = deviceOf(stage, person);
  const habit = { remember: false, mistypes: false };
  const at = before(end, minutes(random.between(10, 50)));
  timeline.plan(at, () => life.visit(person, device, habit));
  timeline.plan(before(end, minutes(random.between(1, 9))), () => life.touch(device));
}

const midnightOf = (instant: Date): Date => new Date(instant.toISOString().slice(0, 10));
