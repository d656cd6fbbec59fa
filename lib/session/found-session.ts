import { isBanned } from "./ban-state.ts";
import { endsAt, type SessionPolicy } from "./policy.ts";
import type { Ending, Session } from "./session.ts";
import type { EndedSession, FoundSession } from "./session-store.ts";

/** What a live session shows; null when it is over by `policy` or its account is banned at `now`. */
export function toSession(found: FoundSession, policy: SessionPolicy, now: Date): Session | null {
  const { session, account } = found;
  const expiresAt = endsAt(policy, account.role, session);
  if (expiresAt.getTime() <= now.getTime() || isBanned(account, now)) return null;
  return {
    id: session.id,
    kind: session.kind,
    remembered: session.remembered,
    createdAt: session.createdAt,
    lastSeenAt: session.lastSeenAt,
    authenticatedAt: session.authenticatedAt,
    expiresAt,
    address: session.address,
    userAgent: session.userAgent,
    deviceName: session.deviceName,
    place: session.place,
    account: { id: account.id, name: account.name, email: account.email, role: account.role },
  };
}

/** Whoever reads it may be the thief: no name, no address, no device. */
export function toEnding({ reason, actorKind, actorId, accountId, endedAt }: EndedSession): Ending {
  if (actorKind === "system") return { reason, by: "latchkey", endedAt };
  // Whoever signs in on a browser ends the session that was there, as somebody else without being an administrator.
  const isOwn = actorId === accountId || reason === "signed_out";
  return { reason, by: isOwn ? "you" : "administrator", endedAt };
}
