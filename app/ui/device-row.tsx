import { type ReactNode, useId } from "react";
import { deviceName, deviceShape } from "#lib/session/device.ts";
import type { Session } from "#lib/session/session.ts";
import { Badge } from "./badge.tsx";
import { DeviceIcon } from "./device-icon.tsx";
import { Instant } from "./instant.tsx";

const kinds = { browser: "Browser", app: "App", service: "Service" } as const;

/** One live session in a list, named by its device. */
export function DeviceRow({
  session,
  now,
  isThis,
  control,
}: {
  session: Session;
  now: Date;
  isThis: boolean;
  /** The form that ends it. Two devices may share a name: what tells them apart has an id too. */
  control: (device: { name: string; nameId: string; factsId: string }) => ReactNode;
}): ReactNode {
  const nameId = useId();
  const factsId = `${nameId}-facts`;
  const name = session.deviceName ?? deviceName(session.userAgent);
  return (
    <li
      aria-labelledby={nameId}
      className="flex flex-wrap items-start gap-x-4 gap-y-3 p-4 sm:flex-nowrap sm:p-5"
    >
      <DeviceIcon shape={deviceShape(session)} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <h3 id={nameId} className="font-medium">
            {name}
          </h3>
          {isThis && <Badge tone="accent">This device</Badge>}
          {session.remembered && <Badge>Kept signed in</Badge>}
        </div>
        <p id={factsId} className="text-sm text-muted">
          {kinds[session.kind]} at <span className="font-mono text-xs">{session.address}</span>
        </p>
        <dl className="mt-2 flex flex-wrap gap-x-6 gap-y-1 text-sm">
          <Moment label="Signed in" at={session.createdAt} now={now} />
          <Moment label="Last seen" at={session.lastSeenAt} now={now} />
          <Moment label="Expires" at={session.expiresAt} now={now} />
        </dl>
      </div>
      <div className="w-full *:w-full sm:w-auto">{control({ name, nameId, factsId })}</div>
    </li>
  );
}

function Moment({ label, at, now }: { label: string; at: Date; now: Date }): ReactNode {
  return (
    <div className="flex gap-1.5">
      <dt className="text-muted">{label}</dt>
      <dd>
        <Instant at={at} now={now} />
      </dd>
    </div>
  );
}
