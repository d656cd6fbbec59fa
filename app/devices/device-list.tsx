import type { ReactNode } from "react";
import type { Session } from "#lib/session/session.ts";
import { Button } from "../ui/button.tsx";
import { DeviceRow } from "../ui/device-row.tsx";
import { DocumentForm } from "../ui/document-form.tsx";
import { Rows } from "../ui/rows.tsx";
import { revokeDevice } from "./actions.ts";

export function DeviceList({
  sessions,
  currentId,
  now,
}: {
  sessions: Session[];
  currentId: string;
  now: Date;
}): ReactNode {
  return (
    <section aria-labelledby="signed-in">
      <h2 id="signed-in" className="sr-only">
        Where you are signed in
      </h2>
      <Rows label="Signed-in devices">
        {sessions.map((session) => (
          <DeviceRow
            key={session.id}
            session={session}
            now={now}
            isThis={session.id === currentId}
            control={({ name, factsId }) => (
              <RevokeForm isThis={session.id === currentId}>
                <input type="hidden" name="sessionId" value={session.id} />
                <Button wide aria-label={`Sign out ${name}`} aria-describedby={factsId}>
                  Sign out
                </Button>
              </RevokeForm>
            )}
          />
        ))}
      </Rows>
    </section>
  );
}

function RevokeForm({ isThis, children }: { isThis: boolean; children: ReactNode }): ReactNode {
  return isThis ? (
    <DocumentForm action={revokeDevice}>{children}</DocumentForm>
  ) : (
    <form action={revokeDevice}>{children}</form>
  );
}
