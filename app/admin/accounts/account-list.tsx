import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import type { ListedAccount } from "#lib/account/accounts.ts";
import { Instant } from "../../ui/instant.tsx";
import { Rows } from "../../ui/rows.tsx";
import { AccountBadges } from "./account-badges.tsx";

export function AccountList({
  accounts,
  now,
}: {
  accounts: ListedAccount[];
  now: Date;
}): ReactNode {
  return (
    <Rows label="Accounts">
      {accounts.map((account) => (
        <li
          key={account.id}
          className="relative flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-3 hover:bg-sunken"
        >
          <div className="min-w-0">
            <div className="flex flex-wrap items-center gap-2">
              <Link
                href={`/admin/accounts/${account.id}` as Route}
                prefetch={false}
                className="font-medium after:absolute after:inset-0"
              >
                {account.name}
              </Link>
              <AccountBadges account={account} now={now} />
            </div>
            <p className="text-sm text-muted">{account.email}</p>
          </div>
          <p className="text-sm text-muted">
            {account.sessionCount === 1 ? "1 session" : `${account.sessionCount} sessions`} · joined{" "}
            <Instant at={account.createdAt} now={now} />
          </p>
        </li>
      ))}
    </Rows>
  );
}
