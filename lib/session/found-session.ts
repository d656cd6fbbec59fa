import { isBanned } from "./ban-state.ts";
import { endsAt, type SessionPolicy, timedOut } from "./policy.ts";
import type { Ending, Session } from "./session.ts";
import type { EndedSession, FoundSession } from "./session-store.ts";

/** What a live session shows; null when it is over by `policy` or its account is banned at `now`. */
export function toSession(found: FoundSession, policy: SessionPolicy, now: Date): Session | null {
  const { session, account } = found;
  if (isBanned(account, now) || timedOut(policy, account.role, session, now)) return null;
  const { tokenHash: _secret, accountId: _account, ...shown } = session;
  const { id, name, email, role } = account;
  return {
    ...shown,
    expiresAt: endsAt(policy, role, session),
    account: { id, name, email, role },
  };
}

/** Whoever reads it may be the thief: no name, no address, no device. */
export function toEnding({ reason, actorKind, actorId, accountId, endedAt }: EndedSession): Ending {
  if (actorKind === "system") return { reason, by: "latchkey", endedAt };
  // Whoever signs in on a browser ends the session that was there, as somebody else without being an administrator.
  const isOwn = actorId === accountId || reason === "signed_out";
  return { reason, by: isOwn ? "you" : "administrator", endedAt };
}
