import type { ReactNode } from "react";
import type { Account } from "#lib/account/account.ts";
import type { Session } from "#lib/session/session.ts";
import { Button } from "../../../ui/button.tsx";
import { DeviceRow } from "../../../ui/device-row.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { Rows } from "../../../ui/rows.tsx";
import { forceSignOut } from "./actions.ts";

export function AccountSessions({
  account,
  sessions,
  currentId,
  now,
}: {
  account: Account;
  sessions: Session[];
  currentId: string;
  now: Date;
}): ReactNode {
  return (
    <section aria-labelledby="sessions" className="grid gap-3">
      <h2 id="sessions" className="text-lg font-semibold">
        Sessions
      </h2>
      {sessions.length === 0 ? (
        <EmptyState heading="Not signed in anywhere">
          Once {account.name} signs in, the device appears here.
        </EmptyState>
      ) : (
        <Rows label="Sessions">
          {sessions.map((session) => (
            <DeviceRow
              key={session.id}
              session={session}
              now={now}
              isThis={session.id === currentId}
              control={({ nameId, factsId }) => (
                <form action={forceSignOut}>
                  <input type="hidden" name="accountId" value={account.id} />
                  <input type="hidden" name="sessionId" value={session.id} />
                  <Button wide aria-describedby={`${nameId} ${factsId}`}>
                    Sign out
                  </Button>
                </form>
              )}
            />
          ))}
        </Rows>
      )}
    </section>
  );
}
