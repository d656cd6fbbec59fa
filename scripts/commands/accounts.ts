import { Argument, type Command } from "commander";
import { parseEmail, parseName } from "#lib/account/account.ts";
import type { ListedAccount } from "#lib/account/accounts.ts";
import { type BanOutcome, parseBanEnd, parseBanReason } from "#lib/account/ban.ts";
import { passwordProblem } from "#lib/account/password-rules.ts";
import type { RoleOutcome } from "#lib/account/role.ts";
import { commandLine } from "#lib/audit/event.ts";
import { everyPage } from "#lib/page.ts";
import { isBanned } from "#lib/session/ban-state.ts";
import type { Role } from "#lib/session/session.ts";
import { addAccountDataCommands } from "./account-data.ts";
import { type Column, minute, printJson, printTable } from "./list.ts";
import { readPassword } from "./read-password.ts";
import { Refused } from "./refused.ts";
import { plain, print } from "./terminal.ts";
import { requireAccount, withServices } from "./with-services.ts";

export function addAccountCommands(program: Command): void {
  const accounts = program.command("accounts").description("people's login records");
  accounts
    .command("create <email>")
    .description("add an account; the password is read from standard input")
    .requiredOption("--name <name>", "the name shown on every page")
    .option("--admin", "as an administrator", false)
    .action(createAccount);
  accounts
    .command("list")
    .description("list accounts, newest first")
    .option("--search <text>", "only those whose name or address contains every word", "")
    .option("--json", "as a JSON array", false)
    .action(listAccounts);
  accounts
    .command("ban <email>")
    .description("ban an account and end its sessions")
    .requiredOption("--reason <reason>", "why, for the audit trail")
    .option("--until <date>", "until the end of this day (like 2027-01-31) in UTC")
    .action(banAccount);
  accounts.command("unban <email>").description("lift a ban").action(unbanAccount);
  accounts
    .command("sign-out <email>")
    .description("end every session of an account")
    .action(signOutAccount);
  accounts
    .command("set-role <email>")
    .description("make an account an administrator or a member; ends its sessions")
    .addArgument(new Argument("<role>").choices(["admin", "member"]))
    .action(setRole);
  addAccountDataCommands(accounts);
}

async function createAccount(
  typed: string,
  options: { name: string; admin: boolean },
): Promise<void> {
  const email = parseEmail(typed);
  if (email === null) throw new Refused(`${plain(typed)} is not an e-mail address.`);
  const name = parseName(options.name);
  if (name === null) throw new Refused("The name must be 1 to 100 characters on one line.");
  await withServices(async ({ env, accounts, passwords }) => {
    const taken = new Refused(`There is an account ${email} already.`);
    if (await accounts.findByEmail(email)) throw taken;
    const password = await readPassword();
    const problem = passwordProblem(password, env.passwordMinLength, [name, email]);
    if (problem !== null) throw new Refused(problem);
    const passwordHash = await passwords.hash(password);
    if (passwordHash === null) throw new Error("The password could not be hashed.");
    const role: Role = options.admin ? "admin" : "member";
    const created = await accounts.create({ name, email, passwordHash, role }, commandLine);
    if (created === null) throw taken;
    await print(`Created the ${roleNames[role]} ${email}.`);
  });
}

async function listAccounts(options: { search: string; json: boolean }): Promise<void> {
  await withServices(async ({ accounts, now }) => {
    const pages = everyPage((request) => accounts.search({ text: options.search }, request));
    if (options.json) return printJson(pages, ({ position: _position, ...account }) => account);
    return printTable(pages, accountColumns(now()), "No accounts.");
  });
}

async function banAccount(
  email: string,
  options: { reason: string; until?: string },
): Promise<void> {
  await withServices(async (services) => {
    const account = await requireAccount(services, email);
    const reason = parseBanReason(options.reason);
    if (reason === null) throw new Refused("The reason must be 1 to 200 characters on one line.");
    const until = parseUntil(options.until, services.now());
    const outcome = await services.accounts.ban(account.id, { reason, until }, commandLine);
    if (outcome !== "done") throw refusal(outcome, account.email);
    const end = until === null ? "" : ` until ${minute(until)}`;
    await print(`Banned ${account.email}${end}; all sessions of the account have ended.`);
  });
}

async function unbanAccount(email: string): Promise<void> {
  await withServices(async (services) => {
    const account = await requireAccount(services, email);
    const lifted = await services.accounts.liftBan(account.id, commandLine);
    await print(
      lifted ? `Lifted the ban of ${account.email}.` : `${account.email} was not banned.`,
    );
  });
}

async function signOutAccount(email: string): Promise<void> {
  await withServices(async (services) => {
    const account = await requireAccount(services, email);
    const ended = await services.sessions.forceEverywhere(account.id, commandLine);
    await print(`Ended ${ended} ${ended === 1 ? "session" : "sessions"} of ${account.email}.`);
  });
}

async function setRole(email: string, role: Role): Promise<void> {
  await withServices(async (services) => {
    const account = await requireAccount(services, email);
    const outcome = await services.accounts.changeRole(account.id, role, commandLine);
    if (outcome !== "done" && outcome !== "unchanged") throw refusal(outcome, account.email);
    const is = outcome === "done" ? "is now" : "is already";
    await print(`${account.email} ${is} ${role === "admin" ? "an administrator" : "a member"}.`);
  });
}

const roleNames = { admin: "administrator", member: "member" } as const;

const accountColumns = (now: Date): Column<ListedAccount>[] => [
  { title: "EMAIL", cell: ({ email }) => email },
  { title: "ROLE", cell: ({ role }) => role },
  { title: "SESSIONS", cell: ({ sessionCount }) => String(sessionCount) },
  { title: "CREATED", cell: ({ createdAt }) => minute(createdAt) },
  { title: "BANNED", cell: (account) => (isBanned(account, now) ? bannedUntil(account) : "no") },
  { title: "NAME", cell: ({ name }) => name },
];

const bannedUntil = ({ bannedUntil: until }: ListedAccount): string =>
  until === null ? "yes" : `until ${minute(until)}`;

function parseUntil(typed: string | undefined, now: Date): Date | null {
  if (typed === undefined) return null;
  const until = parseBanEnd(typed, now);
  if (until === undefined)
    throw new Refused("--until must be today or a day to come, like 2027-01-31.");
  return until;
}

function refusal(outcome: BanOutcome | RoleOutcome, email: string): Refused {
  if (outcome === "last_administrator")
    return new Refused(`${email} is the last administrator. Make another one first.`);
  return new Refused(`There is no account ${email}.`);
}
