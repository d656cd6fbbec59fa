import type { AuditEvent } from "#lib/audit/event.ts";
import { roleOf } from "./role-of.ts";

/**
 * One line of the trail as the person it is about may have it. Where somebody else acted, not from which address;
 * where it was about somebody else, not who or what.
 */
export function exportedEvent(event: AuditEvent, accountId: string): object {
  const { at, name, actor, account } = event;
  const isOwn = actor.id === accountId;
  const isAbout = account === null || account.id === accountId;
  return {
    at,
    name,
    by: roleOf(actor, accountId),
    about: account === null ? null : isAbout ? "you" : "somebody else",
    ...(isOwn && { address: event.address, throughSession: actor.sessionId }),
    ...(isAbout && { session: event.sessionId, detail: event.detail }),
  };
}
