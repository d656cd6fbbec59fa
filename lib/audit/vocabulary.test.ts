import { join } from "node:path";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { backUp } from "#db/backup.ts";
import { accounts } from "#db/schema.ts";
import { days } from "#lib/duration.ts";
import type { SignedInActor } from "#lib/session/sessions.ts";
import { anAccount } from "#lib/testing/builders.ts";
import { temporaryDatabase, temporaryDirectory, temporaryFile } from "#lib/testing/database.ts";
import { actorBehind, hashOf, temporaryServices, trail } from "#lib/testing/services.ts";
import { commandLine, type EventName } from "./event.ts";

const password = "correct horse battery";
const passwordHash = await hashOf(password);
const client = { address: "192.0.2.7", userAgent: "curl/8.5.0" };

/** Ada, who is signed in, beside an administrator. */
async function aDesk() {
  const file = temporaryFile();
  const desk = temporaryServices({ database: temporaryDatabase(file) });
  const { database, services } = desk;
  anAccount(database, { role: "admin" });
  const ada = anAccount(database, { email: "ada@example.com", passwordHash });
  const issued = await services.sessions.start(ada, { client, remember: false });
  if (issued === null) throw new Error("No session was started.");
  const by = await actorBehind(services, issued.token);
  const signIn = (typed: string) =>
    services.accounts.signIn({
      email: ada.email,
      password: typed,
      remember: false,
      client,
      replaces: null,
    });
  return { ...desk, file, ada, by, signIn };
}

type Desk = Awaited<ReturnType<typeof aDesk>>;

const times = async (count: number, work: () => Promise<unknown>) => {
  for (let done = 0; done < count; done++) await work();
};

const changePassword = ({ services }: Desk, by: SignedInActor, current: string) =>
  services.accounts.changePassword({ current, next: "green lamps in the attic" }, by);

const ban = { reason: "Spam", until: null };

/** What makes Latchkey write each of these lines. */
const causes: [EventName, (desk: Desk) => Promise<unknown>][] = [
  ["authn_login_success", ({ signIn }) => signIn(password)],
  ["authn_login_fail", ({ signIn }) => signIn("wrong")],
  ["authn_login_fail_max", ({ signIn }) => times(12, () => signIn("wrong"))],
  ["authn_password_change", (desk) => changePassword(desk, desk.by, password)],
  ["authn_password_change_fail", (desk) => changePassword(desk, desk.by, "wrong")],
  [
    "authn_token_revoked",
    ({ services, ada }) => services.sessions.forceEverywhere(ada.id, commandLine),
  ],
  ["authn_token_delete", ({ services, by }) => services.sessions.signOut(by)],
  ["session_renewed", ({ services, by }) => services.sessions.renew(by)],
  [
    "session_expired",
    async ({ services, clock }) => {
      clock.advance(days(2));
      await times(3, () => services.sweep());
    },
  ],
  [
    "user_created",
    ({ services }) =>
      services.accounts.create(
        { name: "Bob", email: "bob@example.com", passwordHash, role: "member" },
        commandLine,
      ),
  ],
  ["user_updated", ({ services, by }) => services.accounts.rename("Ada King", by)],
  ["user_banned", ({ services, ada }) => services.accounts.ban(ada.id, ban, commandLine)],
  [
    "user_unbanned",
    async ({ services, ada }) => {
      await services.accounts.ban(ada.id, ban, commandLine);
      await times(2, () => services.accounts.liftBan(ada.id, commandLine));
    },
  ],
  ["user_exported", ({ services, ada, by }) => services.accounts.export(ada.id, by)],
  ["user_archived", ({ services, by }) => times(2, () => services.accounts.requestDeletion(by))],
  [
    "user_deleted",
    async ({ database, services, ada, clock }) => {
      const due = { deletionDueAt: clock.now() };
      database.update(accounts).set(due).where(eq(accounts.id, ada.id)).run();
      await times(3, () => services.sweep());
    },
  ],
  [
    "authz_change",
    ({ services, ada }) => services.accounts.changeRole(ada.id, "admin", commandLine),
  ],
  [
    "sys_setup_link_issued",
    ({ database, services }) => {
      database.update(accounts).set({ role: "member" }).run();
      return services.setup.issueLink();
    },
  ],
  [
    "sys_trail_purged",
    async ({ services, clock }) => {
      clock.advance(days(400));
      await times(3, () => services.sweep());
    },
  ],
];

test.each(causes)("%s is written once by its cause", async (name, cause) => {
  const desk = await aDesk();
  const count = () => trail(desk.database).filter((line) => line.name === name).length;
  const already = count();
  await cause(desk);
  // The purge takes what was there before.
  expect(count() - (name === "sys_trail_purged" ? 0 : already)).toBe(1);
});

test("sys_restored is written once in a copy that is opened", async () => {
  const { file } = await aDesk();
  const copy = join(temporaryDirectory(), "copy.db");
  await backUp(file, copy);
  const database = temporaryDatabase(copy);
  temporaryServices({ database });
  temporaryServices({ database });
  expect(trail(database).filter(({ name }) => name === "sys_restored")).toHaveLength(1);
});
