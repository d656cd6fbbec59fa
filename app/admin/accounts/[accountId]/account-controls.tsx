import type { Route } from "next";
import type { ReactNode } from "react";
import type { Account } from "#lib/account/account.ts";
import { isBanned } from "#lib/session/ban-state.ts";
import { Ask } from "../../../ui/ask.tsx";
import { Button } from "../../../ui/button.tsx";
import { changeRole, liftBan } from "./actions.ts";

/** What an administrator can do to the account as a whole; to their own, only sign it out. */
export function AccountControls({
  account,
  isYourself,
  path,
  live,
  now,
}: {
  account: Account;
  isYourself: boolean;
  path: Route;
  live: number;
  now: Date;
}): ReactNode {
  return (
    <div className="flex flex-col gap-3 sm:flex-row sm:flex-wrap">
      {live > 0 && (
        <Ask page={path} question="everywhere">
          Sign out everywhere
        </Ask>
      )}
      {!isYourself && <RoleControl account={account} />}
      {!isYourself && <BanControl account={account} path={path} now={now} />}
    </div>
  );
}

function RoleControl({ account }: { account: Account }): ReactNode {
  const next = account.role === "admin" ? "member" : "admin";
  return (
    <form action={changeRole}>
      <input type="hidden" name="accountId" value={account.id} />
      <input type="hidden" name="role" value={next} />
      <Button wide>{next === "admin" ? "Make administrator" : "Make member"}</Button>
    </form>
  );
}

function BanControl({
  account,
  path,
  now,
}: {
  account: Account;
  path: Route;
  now: Date;
}): ReactNode {
  if (!isBanned(account, now))
    return (
      <Ask page={path} question="ban" look="danger">
        Ban account
      </Ask>
    );
  return (
    <form action={liftBan}>
      <input type="hidden" name="accountId" value={account.id} />
      <Button wide>Lift ban</Button>
    </form>
  );
}
