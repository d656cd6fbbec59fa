import type { Command } from "commander";
import { commandLine } from "#lib/audit/event.ts";
import { everyPage } from "#lib/page.ts";
import type { Services } from "#lib/services.ts";
import { deviceName } from "#lib/session/device.ts";
import type { Session } from "#lib/session/session.ts";
import { parseId } from "#lib/session/token.ts";
import { type Column, minute, type Pages, printJson, printTable } from "./list.ts";
import { Refused } from "./refused.ts";
import { plain, print, remark } from "./terminal.ts";
import { requireAccount, withServices } from "./with-services.ts";

export function addSessionCommands(program: Command): void {
  const sessions = program.command("sessions").description("signed-in browsers and programs");
  sessions
    .command("list")
    .description("list live sessions")
    .option("--account <email>", "only those of this account")
    .option("--json", "as a JSON array", false)
    .action(listSessions);
  sessions
    .command("end <session-id>")
    .description("end one session")
    // A session id may begin with a hyphen.
    .allowUnknownOption()
    .action(endSession);
  sessions
    .command("end-all")
    .description("end every session of every account")
    .option("--yes", "go ahead", false)
    .action(endAllSessions);
}

async function listSessions(options: { account?: string; json: boolean }): Promise<void> {
  await withServices(async (services) => {
    const pages = await livePages(services, options.account);
    if (options.json) return printJson(pages, toJson);
    return printTable(pages, columns, "No live sessions.");
  });
}

async function endSession(typed: string, _options: object, command: Command): Promise<void> {
  const id = parseId(typed);
  if (id === null && typed.startsWith("-"))
    command.error(`error: unknown option '${plain(typed)}'`);
  await withServices(async ({ sessions }) => {
    const ended = id !== null && (await sessions.force(id, commandLine));
    if (!ended) throw new Refused(`There is no live session ${plain(typed)}.`);
    await print(`Ended the session ${id}.`);
  });
}

async function endAllSessions(options: { yes: boolean }): Promise<void> {
  if (!options.yes) throw new Refused("This signs everybody out. Add --yes to go ahead.");
  await withServices(async ({ sessions }) => {
    let total = 0;
    let told = 0;
    for await (const ended of sessions.forceAll(commandLine)) {
      total = ended;
      if (total < told + 500) continue;
      told = total;
      await remark(`${told} ended so far`);
    }
    await print(`Ended ${total} ${total === 1 ? "session" : "sessions"}.`);
  });
}

async function livePages(services: Services, email: string | undefined): Promise<Pages<Session>> {
  if (email === undefined) return liveSessions(services);
  const account = await requireAccount(services, email);
  const sessions = await services.sessions.list(account.id);
  return (async function* () {
    yield sessions;
  })();
}

/** Account by account, newest first, and each one's sessions last seen first. */
async function* liveSessions({ accounts, sessions }: Services): AsyncGenerator<Session[]> {
  for await (const page of everyPage((request) => accounts.search({}, request))) {
    const signedIn = page.filter(({ sessionCount }) => sessionCount > 0);
    yield (await Promise.all(signedIn.map(({ id }) => sessions.list(id)))).flat();
  }
}

const device = (session: Session): string => session.deviceName ?? deviceName(session.userAgent);

const toJson = (session: Session): object => ({ ...session, device: device(session) });

const columns: Column<Session>[] = [
  { title: "SESSION", cell: ({ id }) => id },
  { title: "ACCOUNT", cell: ({ account }) => account.email },
  { title: "LAST SEEN", cell: ({ lastSeenAt }) => minute(lastSeenAt) },
  { title: "ENDS", cell: ({ expiresAt }) => minute(expiresAt) },
  { title: "ADDRESS", cell: ({ address }) => address },
  { title: "DEVICE", cell: device },
];
