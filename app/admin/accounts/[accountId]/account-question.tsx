import type { Route } from "next";
import type { ReactNode } from "react";
import type { Account } from "#lib/account/account.ts";
import { isBanned } from "#lib/session/ban-state.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { forceSignOutEverywhere } from "./actions.ts";
import { BanForm } from "./ban-form.tsx";

/** Asks once before all sessions are ended or the account is banned. */
export function AccountQuestion({
  question,
  account,
  backTo,
  live,
  now,
}: {
  question: string | string[] | undefined;
  account: Account;
  backTo: Route;
  live: number;
  now: Date;
}): ReactNode {
  if (question === "everywhere" && live > 0)
    return (
      <Dialog
        heading={`Sign ${account.name} out everywhere?`}
        backTo={backTo}
        confirm={
          <form action={forceSignOutEverywhere}>
            <input type="hidden" name="accountId" value={account.id} />
            <Button look="danger" wide>
              Confirm
            </Button>
          </form>
        }
      >
        {live === 1 ? "One session ends" : `${live} sessions end`} on the next request.
      </Dialog>
    );
  if (question === "ban" && !isBanned(account, now))
    return (
      <Dialog
        heading={`Ban ${account.name}?`}
        backTo={backTo}
        confirm={<BanForm accountId={account.id} />}
      >
        Every session ends on its next request, and nobody can sign in to this account while the ban
        lasts.
      </Dialog>
    );
  return null;
}
