import { deviceName } from "#lib/session/device.ts";
import type { EndedSession, StoredSession } from "#lib/session/session-store.ts";
import { roleOf } from "./role-of.ts";

/** A session as its person may have it: without its token's hash. */
export function exportedSession(row: StoredSession): object {
  const { id, kind, remembered, createdAt, lastSeenAt, authenticatedAt, expiresAt } = row;
  const { address, userAgent, place } = row;
  const device = row.deviceName ?? deviceName(userAgent);
  const instants = { createdAt, lastSeenAt, authenticatedAt, expiresAt };
  return { id, kind, remembered, device, ...instants, address, userAgent, place };
}

export function exportedEnding(row: EndedSession): object {
  const { reason, endedAt, actorKind, actorId, accountId } = row;
  const by = roleOf({ kind: actorKind, id: actorId }, accountId);
  return { ...exportedSession(row), endedAt, reason, by };
}
