import type { Database } from "#db/open.ts";
import { write } from "#db/write.ts";
import type { Account } from "#lib/account/account.ts";
import { createAccount, type NewAccount } from "#lib/account/create-account.ts";
import { hasAdministrator } from "#lib/account/last-administrator.ts";
import { welcome } from "#lib/account/request-verification.ts";
import { type Actor, system } from "#lib/audit/event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { hours } from "#lib/duration.ts";
import { dropTokens, findToken, issueToken } from "#lib/link/one-time-token.ts";

/** How long a setup link works. */
export const setupLinkLife = hours(24);

export type Setup = ReturnType<typeof setupIn>;

/** The first run: a link that works once makes the first administrator, and never works again. */
export function setupIn(database: Database, publicUrl: URL, now: () => Date) {
  return {
    /** A new link, which ends the one before; null when an administrator exists. */
    async issueLink(actor: Actor = system): Promise<string | null> {
      return write(database, () => {
        if (hasAdministrator(database)) return null;
        const at = now();
        dropTokens(database, "setup");
        const token = issueToken(
          database,
          { purpose: "setup", accountId: null },
          setupLinkLife,
          at,
        );
        recordEvent(database, { name: "sys_setup_link_issued", actor, at });
        return new URL(`/setup?token=${token}`, publicUrl).href;
      });
    },

    /** Whether the link with this token would work now. Uses nothing up. */
    async accepts(token: string): Promise<boolean> {
      return !hasAdministrator(database) && findToken(database, token, "setup", now()) !== null;
    },

    /** Makes the first administrator and uses the token up; a taken address leaves it to be tried again. */
    async createAdministrator(
      token: string,
      account: Omit<NewAccount, "role">,
      address: string,
    ): Promise<Account | "email_taken" | "link_used"> {
      return write(database, () => {
        const at = now();
        const found = findToken(database, token, "setup", at);
        if (hasAdministrator(database) || found === null) return "link_used";
        const created = createAccount(database, { ...account, role: "admin" }, { address }, at);
        if (created === null) return "email_taken";
        dropTokens(database, "setup");
        welcome(database, created, at);
        return created;
      });
    },
  };
}
