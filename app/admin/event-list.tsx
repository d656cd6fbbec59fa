import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import type { AuditEvent } from "#lib/audit/event.ts";
import { Instant } from "../ui/instant.tsx";
import { Rows } from "../ui/rows.tsx";
import { detailText } from "./event-detail.ts";
import { eventText, namelessActors } from "./event-text.ts";

export function EventList({ events, now }: { events: AuditEvent[]; now: Date }): ReactNode {
  return (
    <Rows label="Events">
      {events.map((event) => (
        <li
          key={event.id}
          className="flex flex-wrap justify-between gap-x-6 gap-y-1 px-4 py-3 text-sm"
        >
          <div className="min-w-0">
            <p>
              <span className="font-medium">{eventText(event)}</span>
              <Detail event={event} />
            </p>
            <p className="text-muted">
              <Subject event={event} />
              <ActorName event={event} />
              {event.address && (
                <>
                  {" "}
                  from <span className="font-mono text-xs">{event.address}</span>
                </>
              )}
            </p>
          </div>
          <p className="text-muted">
            <Instant at={event.at} now={now} />
          </p>
        </li>
      ))}
    </Rows>
  );
}

function Detail({ event }: { event: AuditEvent }): ReactNode {
  const detail = detailText(event);
  return detail === "" ? null : <span className="text-muted"> · {detail}</span>;
}

function ActorName({ event: { actor } }: { event: AuditEvent }): ReactNode {
  if (actor.kind !== "account") return namelessActors[actor.kind];
  return (
    <>
      by <AccountLink id={actor.id} email={actor.email} />
    </>
  );
}

/** Whom it concerns. Who did it to themselves is named once. */
function Subject({ event: { account, actor } }: { event: AuditEvent }): ReactNode {
  if (account === null || account.id === actor.id) return null;
  return (
    <>
      <AccountLink {...account} />{" "}
    </>
  );
}

function AccountLink({ id, email }: { id: string | null; email: string | null }): ReactNode {
  if (id === null || email === null) return "a deleted account";
  return (
    <Link href={`/admin/accounts/${id}` as Route} prefetch={false} className="underline">
      {email}
    </Link>
  );
}
