import type { ReactNode } from "react";
import type { Account } from "#lib/account/account.ts";
import { isBanned } from "#lib/session/ban-state.ts";
import { Instant } from "../../../ui/instant.tsx";
import { Notice } from "../../../ui/notice.tsx";

/** What kind of account it is and, when it is banned, why and until when. */
export function AccountSummary({ account, now }: { account: Account; now: Date }): ReactNode {
  return (
    <div className="grid gap-4">
      {isBanned(account, now) && (
        <Notice tone="problem">
          Banned <Ban account={account} now={now} />
        </Notice>
      )}
      {account.deletionDueAt && (
        <Notice tone="caution">
          Deletion due <Instant at={account.deletionDueAt} now={now} />, unless its owner signs in
          before.
        </Notice>
      )}
      <dl className="grid grid-cols-2 gap-4 rounded-card bg-surface p-5 text-sm ring-1 ring-line sm:grid-cols-3">
        <Fact label="Role">{account.role === "admin" ? "Administrator" : "Member"}</Fact>
        <Fact label="Joined">
          <Instant at={account.createdAt} now={now} />
        </Fact>
        <Fact label="Password changed">
          <Instant at={account.passwordChangedAt} now={now} />
        </Fact>
      </dl>
    </div>
  );
}

function Ban({ account, now }: { account: Account; now: Date }): ReactNode {
  const { bannedAt, bannedUntil, banReason } = account;
  return (
    <>
      {bannedAt && <Instant at={bannedAt} now={now} />}
      {bannedUntil ? (
        <>
          , ends <Instant at={bannedUntil} now={now} />
        </>
      ) : (
        ", without an end"
      )}
      : {banReason}
    </>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div>
      <dt className="text-muted">{label}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}
