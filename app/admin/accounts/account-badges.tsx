import type { ReactNode } from "react";
import type { Account } from "#lib/account/account.ts";
import { isBanned } from "#lib/session/ban-state.ts";
import { Badge } from "../../ui/badge.tsx";

export function AccountBadges({ account, now }: { account: Account; now: Date }): ReactNode {
  return (
    <>
      {account.role === "admin" && <Badge tone="accent">Administrator</Badge>}
      {isBanned(account, now) && <Badge tone="danger">Banned</Badge>}
      {account.deletionDueAt && <Badge tone="danger">Deletion due</Badge>}
    </>
  );
}
