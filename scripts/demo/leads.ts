import { after, before, type Duration, days, hours, minutes } from "#lib/duration.ts";
import { type Device, deviceAt, userAgents } from "./devices.ts";
import { ada, demoPassword, type Person, sam } from "./people.ts";
import type { Stage } from "./stage.ts";

/** The two whom one signs in as: an administrator, and a member with devices to look at. */
export function planLeads(stage: Stage): void {
  planAda(stage);
  planSam(stage);
}

/** Made with the link that the server prints at its first start. */
function planAda(stage: Stage): void {
  const { services, timeline, end } = stage;
  const mac = deviceAt("192.0.2.10", userAgents.firefoxOnMac);
  timeline.plan(before(end, days(121)), async () => {
    const link = new URL((await services.setup.issueLink()) ?? "");
    const token = link.searchParams.get("token") ?? "";
    const person = { ...ada, password: demoPassword };
    await services.setup.complete(token, person, { client: mac.client, replaces: null });
  });
  stay(stage, ada, mac, minutes(25), minutes(4));
  stay(stage, ada, deviceAt("198.51.100.23", userAgents.chromeOnAndroid), minutes(14), minutes(11));
}

function planSam(stage: Stage): void {
  const laptop = deviceAt("192.0.2.34", userAgents.firefoxOnLinux);
  const desktop = deviceAt("203.0.113.18", userAgents.edgeOnWindows);
  stage.timeline.plan(before(stage.end, days(95)), () => stage.life.signUp(sam, desktop));
  stay(stage, sam, laptop, days(6), minutes(3));
  stay(stage, sam, desktop, days(5), hours(17));
  stay(stage, sam, deviceAt("2001:db8:41::7", userAgents.safariOnIPhone), days(3), minutes(38));
  stay(stage, sam, deviceAt("198.51.100.45", userAgents.chromeOnAndroid), days(2), days(1));
  stay(stage, sam, deviceAt("2001:db8:9:2::5", userAgents.chromeOnMac), hours(22), hours(21));
}

/** Signs in on the device, comes back now and then, and was last there `lastSeen` ago. */
function stay(
  stage: Stage,
  { email }: Person,
  device: Device,
  ago: Duration,
  lastSeen: Duration,
): void {
  const { timeline, life, end } = stage;
  const at = before(end, ago);
  timeline.plan(at, () => life.signIn(email, device, { remember: true }));
  timeline.plan(after(at, minutes(5)), () => life.touch(device));
  timeline.plan(before(end, lastSeen), () => life.touch(device));
}
