import { expect, test } from "vitest";
import { commandLine } from "#lib/audit/event.ts";
import { anAccount } from "#lib/testing/builders.ts";
import { hashOf, temporaryServices } from "#lib/testing/services.ts";

async function aDesk(settings = {}) {
  const desk = temporaryServices(settings);
  const passwordHash = await hashOf("paper boat on a pond");
  const account = anAccount(desk.database, { email: "ada@example.com", passwordHash });
  const signIn = (password: string) =>
    desk.services.accounts.signIn({
      email: "ada@example.com",
      password,
      remember: false,
      client: { address: "192.0.2.7", userAgent: "" },
      replaces: null,
    });
  return { ...desk, account, signIn };
}

async function figure(desk: Awaited<ReturnType<typeof aDesk>>, name: string): Promise<number> {
  const lines = (await desk.services.metrics.text()).split("\n");
  return Number(lines.find((line) => line.startsWith(`${name} `))?.split(" ")[1]);
}

test("sign-ins are counted by their outcome", async () => {
  const desk = await aDesk();
  await desk.signIn("paper boat on a pond");
  await desk.signIn("wrong");
  await desk.signIn("wrong");
  expect(await figure(desk, 'latchkey_sign_ins_total{outcome="signed_in"}')).toBe(1);
  expect(await figure(desk, 'latchkey_sign_ins_total{outcome="refused"}')).toBe(2);
  expect(await figure(desk, "latchkey_passwords_waiting")).toBe(0);
});

test("a password that finds the queue full is counted", async () => {
  const passwords = { hash: async () => null, matches: async () => null, close: async () => {} };
  const desk = await aDesk({ passwords });
  expect(await desk.signIn("x")).toEqual({ kind: "busy" });
  expect(await figure(desk, "latchkey_password_busy_refusals_total")).toBe(1);
  expect(await figure(desk, 'latchkey_sign_ins_total{outcome="busy"}')).toBe(1);
});

test("live sessions, endings by reason and look-ups show, whoever ended them", async () => {
  const desk = await aDesk();
  const outcome = await desk.signIn("paper boat on a pond");
  if (outcome.kind !== "signed_in") throw new Error("The sign-in was refused.");
  await desk.services.sessions.find(outcome.token);
  expect(await figure(desk, "latchkey_live_sessions")).toBe(1);
  expect(await figure(desk, "latchkey_session_check_seconds_count")).toBe(1);
  expect(await figure(desk, 'latchkey_sessions_ended_total{reason="banned"}')).toBe(0);

  await desk.services.accounts.ban(desk.account.id, { reason: "x", until: null }, commandLine);
  expect(await figure(desk, "latchkey_live_sessions")).toBe(0);
  expect(await figure(desk, 'latchkey_sessions_ended_total{reason="banned"}')).toBe(1);
  // Read again, counted once.
  expect(await figure(desk, 'latchkey_sessions_ended_total{reason="banned"}')).toBe(1);
});

test("endings from before the process started are not its own", async () => {
  const desk = await aDesk();
  await desk.signIn("paper boat on a pond");
  await desk.services.accounts.ban(desk.account.id, { reason: "x", until: null }, commandLine);
  const { services } = temporaryServices({ database: desk.database });
  expect(await services.metrics.text()).toContain(
    'latchkey_sessions_ended_total{reason="banned"} 0',
  );
});
