import { expect, test } from "vitest";
import { quickPasswords, temporaryServices, trail } from "#lib/testing/services.ts";
import { failureThrottle } from "#lib/throttle/failure-throttle.ts";
import { signUpFromNetwork } from "#lib/throttle/limits.ts";

const ada = { name: "Ada", email: "ada@example.com", password: "correct horse battery" };
const client = { address: "192.0.2.7", userAgent: "curl/8.5.0" };
const request = { client, replaces: null };

test("whoever signs up is a member, signed in on this device, and can sign in again", async () => {
  const { database, services } = temporaryServices();
  const outcome = await services.accounts.signUp(ada, request);
  if (outcome.kind !== "signed_in") throw new Error(outcome.kind);
  expect(outcome.remembered).toBe(false);
  const session = await services.sessions.find(outcome.token);
  expect(session?.account).toMatchObject({ name: "Ada", email: ada.email, role: "member" });
  expect(trail(database).map(({ name }) => name)).toEqual(["user_created", "authn_login_success"]);
  const again = await services.accounts.signIn({ ...ada, ...request, remember: false });
  expect(again.kind).toBe("signed_in");
});

test("the password is kept as a hash alone", async () => {
  const { database, services } = temporaryServices();
  await services.accounts.signUp(ada, request);
  expect(database.$client.serialize().includes(ada.password)).toBe(false);
});

test("a taken address is refused, however it is capitalised, and its account stays as it was", async () => {
  const { services } = temporaryServices();
  await services.accounts.signUp(ada, request);
  const thief = { name: "Eve", email: "ADA@example.com", password: "another long password" };
  expect(await services.accounts.signUp(thief, request)).toEqual({ kind: "email_taken" });
  const kept = await services.accounts.findByEmail(ada.email);
  expect(kept?.name).toBe("Ada");
  expect(await services.sessions.countLive()).toBe(1);
});

test("of two sign-ups with one address at once, one gets it", async () => {
  const { services } = temporaryServices();
  const both = await Promise.all([
    services.accounts.signUp(ada, request),
    services.accounts.signUp(ada, request),
  ]);
  expect(both.map(({ kind }) => kind).sort()).toEqual(["email_taken", "signed_in"]);
  expect((await services.accounts.counts()).accounts).toBe(1);
});

test("it ends the session that this browser had", async () => {
  const { services } = temporaryServices();
  const first = await services.accounts.signUp(ada, request);
  if (first.kind !== "signed_in") throw new Error(first.kind);
  const grace = { ...ada, email: "grace@example.com" };
  await services.accounts.signUp(grace, { client, replaces: first.token });
  expect(await services.sessions.find(first.token)).toBeNull();
});

test("when too many passwords are waiting it is busy, and makes no account", async () => {
  const passwords = { ...quickPasswords, hash: async () => null };
  const { database, services } = temporaryServices({ passwords });
  expect(await services.accounts.signUp(ada, request)).toEqual({ kind: "busy" });
  expect((await services.accounts.counts()).accounts).toBe(0);
  expect(trail(database)).toEqual([]);
});

test("so many accounts an hour can be made from one network, taken addresses counted, and the trail is told once", async () => {
  const { clock, database, services } = temporaryServices();
  let last = 0;
  const person = () => ({ ...ada, email: `ada${++last}@example.com` });
  const from = (address: string) => ({ ...request, client: { ...client, address } });
  const neighbour = () => from(`2001:db8:0:7::${(++last).toString(16)}`);
  const limit = signUpFromNetwork("2001:db8:0:7::1");
  for (let made = 0; made < limit.failures - 3; made++)
    await failureThrottle(database).attempt([limit], clock.now());
  for (let made = 0; made < 2; made++)
    expect((await services.accounts.signUp(person(), neighbour())).kind).toBe("signed_in");
  const [taken] = (await services.accounts.search({})).items;
  const again = { ...ada, email: taken?.email ?? "" };
  expect((await services.accounts.signUp(again, neighbour())).kind).toBe("email_taken");
  const until = new Date(clock.now().getTime() + 3_600_000);
  for (let more = 0; more < 3; more++)
    expect(await services.accounts.signUp(person(), neighbour())).toEqual({
      kind: "throttled",
      until,
    });
  expect((await services.accounts.signUp(person(), from("192.0.2.8"))).kind).toBe("signed_in");
  const noted = trail(database).filter(({ name }) => name === "excess_rate_limit_exceeded");
  expect(noted).toMatchObject([{ detail: { action: "sign-up", limit: "address" } }]);
  clock.set(until);
  expect((await services.accounts.signUp(person(), neighbour())).kind).toBe("signed_in");
});

test("what was too busy to be made does not count", async () => {
  let waiting = true;
  const hash = (...given: Parameters<typeof quickPasswords.hash>) =>
    waiting ? Promise.resolve(null) : quickPasswords.hash(...given);
  const { services } = temporaryServices({ passwords: { ...quickPasswords, hash } });
  for (let tried = 0; tried < 12; tried++)
    expect(await services.accounts.signUp(ada, request)).toEqual({ kind: "busy" });
  waiting = false;
  expect((await services.accounts.signUp(ada, request)).kind).toBe("signed_in");
});
