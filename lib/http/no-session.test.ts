import { expect, test, vi } from "vitest";
import { system } from "#lib/audit/event.ts";
import { anAccount, noon } from "#lib/testing/builders.ts";
import { temporaryServices } from "#lib/testing/services.ts";
import { currentSession } from "./current-session.ts";
import { noSession } from "./no-session.ts";
import { writeSessionToken } from "./session-cookie.ts";

const cookies = new Map<string, string>();
vi.mock("next/server", () => ({ after: () => {} }));
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => (cookies.has(name) ? { name, value: cookies.get(name) } : undefined),
    set: (name: string, value: string) => cookies.set(name, value),
  }),
}));

test("an API tells whoever has no session so, and whoever had one why it ended, no more", async () => {
  const { database, services } = temporaryServices();
  Object.assign(globalThis, { [Symbol.for("latchkey.services")]: services });
  const nobody = await noSession();
  expect(nobody.status).toBe(401);
  expect(await nobody.json()).toEqual({ error: "no_session" });

  const client = { address: "192.0.2.1", userAgent: "" };
  const account = anAccount(database);
  const issued = await services.sessions.start(account, { client, remember: false });
  if (issued === null) throw new Error("The session did not start.");
  await writeSessionToken(issued.token, false);
  const session = await currentSession();
  expect(session?.account.id).toBe(account.id);
  await services.sessions.force(session?.id ?? "", system);
  expect(await currentSession()).toBeNull();
  const ended = await noSession();
  expect(ended.status).toBe(401);
  expect(await ended.json()).toEqual({
    error: "no_session",
    reason: "forced",
    by: "latchkey",
    endedAt: noon.toISOString(),
  });
});
