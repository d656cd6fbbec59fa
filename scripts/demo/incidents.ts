import { commandLine } from "#lib/audit/event.ts";
import { after, before, type Duration, days, hours, minutes, seconds } from "#lib/duration.ts";
import type { SignedInActor } from "#lib/session/sessions.ts";
import { type Device, deviceAt, userAgents } from "./devices.ts";
import { ada, demoPassword, other, type Person, sam } from "./people.ts";
import { deviceOf, type Stage } from "./stage.ts";

/** What an administrator has to do with, and what people do when something looks wrong. */
export function planIncidents(stage: Stage): void {
  planBans(stage);
  planForcedSignOuts(stage);
  planRoleChanges(stage);
  planChangesByPeople(stage);
  planSignOutsByPeople(stage);
  planGuessing(stage);
}

function planBans(stage: Stage): void {
  const { services, life, timeline, end } = stage;
  const ban = (ago: Duration, name: string, reason: string, until: Date | null = null) =>
    planAdmin(stage, ago, async (by) => {
      await services.accounts.ban(await life.idOf(other(name)), { reason, until }, by);
    });
  ban(days(12), "bence.szabo", "Left the team at the end of the month");
  ban(days(9), "sione.taufa", "Unsolicited messages to the whole team", after(end, days(21)));
  ban(days(6), "viktor.ivanov", "Account shared with people outside");
  ban(days(4), "camila.rojas", "Laptop reported stolen");
  ban(hours(26), "lars.vandijk", "Asked for it while travelling", after(end, days(6)));
  planAdmin(stage, days(3), async (by) => {
    await services.accounts.liftBan(await life.idOf(other("camila.rojas")), by);
  });
  const viktor = other("viktor.ivanov");
  timeline.plan(before(end, days(5)), () => life.signIn(viktor.email, deviceOf(stage, viktor)));
}

function planForcedSignOuts(stage: Stage): void {
  const { services, life, timeline, end } = stage;
  planElsewhere(stage, days(11), other("grace.mwangi"));
  planElsewhere(stage, hours(31), other("priya.raman"));
  planElsewhere(stage, hours(21), other("ngozi.adeyemi"));
  planAdmin(stage, days(10), async (by) => {
    await services.sessions.forceEverywhere(await life.idOf(other("grace.mwangi")), by);
  });
  planAdmin(stage, hours(30), async (by) => {
    const id = await life.idOf(other("priya.raman"));
    const [session] = await services.sessions.list(id);
    if (session) await services.sessions.force(session.id, by, id);
  });
  timeline.plan(before(end, hours(20)), async () => {
    await services.sessions.forceEverywhere(await life.idOf(other("ngozi.adeyemi")), commandLine);
  });
}

function planRoleChanges(stage: Stage): void {
  const { services, life } = stage;
  const change = (ago: Duration, role: "admin" | "member") =>
    planAdmin(stage, ago, async (by) => {
      await services.accounts.changeRole(await life.idOf(other("anjali.deshpande")), role, by);
    });
  change(days(8), "admin");
  change(days(7), "member");
}

function planChangesByPeople(stage: Stage): void {
  const { accounts } = stage.services;
  const change = (current: string) => async (by: SignedInActor, device: Device) => {
    const outcome = await accounts.changePassword({ current, next: demoPassword }, by);
    if (outcome.kind === "changed") device.token = outcome.token;
  };
  planActing(stage, hours(77), other("chloe.tremblay"), (by) =>
    accounts.rename("Chloé Tremblay-Roy", by),
  );
  planActing(stage, hours(115), other("jonas.bergstrom"), change("rainy harbour lights"));
  for (const name of ["jonas.bergstrom", "marija.petrovic", "tomas.silva"])
    planActing(stage, hours(113), other(name), change(demoPassword));
}

function planSignOutsByPeople(stage: Stage): void {
  const { sessions } = stage.services;
  planActing(stage, hours(90), other("leila.hosseini"), async (by) => {
    const session = (await sessions.list(by.id)).find(({ id }) => id !== by.sessionId);
    if (session) await sessions.revoke(session.id, by);
  });
  for (const name of ["niamh.byrne", "nadia.rahman"])
    planActing(stage, hours(53), other(name), (by) => sessions.revokeOthers(by));
  planActing(stage, hours(41), other("olivia.smith"), (by) => sessions.revokeEverywhere(by));
}

/** Somebody tries passwords until Latchkey lets them try no more. */
function planGuessing({ timeline, life, end }: Stage): void {
  const stranger = deviceAt("203.0.113.66", "python-requests/2.32.5");
  const startsAt = before(end, hours(27));
  const emails = [...Array<string>(12).fill(sam.email), "admin@example.com", "root@example.com"];
  emails.forEach((email, index) => {
    const guess = { password: `password${index}` };
    timeline.plan(after(startsAt, seconds(index * 11)), () => life.signIn(email, stranger, guess));
  });
}

const adasDesk = deviceAt("192.0.2.10", userAgents.firefoxOnMac);

/** Ada signs in, sees to it and signs out again. */
function planAdmin(
  stage: Stage,
  ago: Duration,
  act: (by: SignedInActor) => Promise<unknown>,
): void {
  const { timeline, life, end } = stage;
  const at = before(end, ago);
  timeline.plan(at, async () => act(await life.acting(ada, adasDesk)));
  timeline.plan(after(at, minutes(6)), () => life.signOut(adasDesk));
}

/** Signed in elsewhere as well, the person does it from a browser at hand. */
function planActing(
  stage: Stage,
  ago: Duration,
  person: Person,
  act: (by: SignedInActor, device: Device) => Promise<unknown>,
): void {
  const { timeline, life, end } = stage;
  planElsewhere(stage, hours(ago / hours(1) + 2), person);
  timeline.plan(before(end, ago), async () => {
    const device = deviceOf(stage, person);
    await act(await life.acting(person, device), device);
  });
}

/** The person signs in on somebody else's telephone and stays signed in there. */
function planElsewhere({ timeline, life, end }: Stage, ago: Duration, { email }: Person): void {
  const elsewhere = deviceAt("198.51.100.77", userAgents.chromeOnAndroid);
  timeline.plan(before(end, ago), () => life.signIn(email, elsewhere, { remember: true }));
}
