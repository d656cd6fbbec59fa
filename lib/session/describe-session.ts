import type { Ending, Session } from "./session.ts";

/** What an API tells about a live session: who it is, and nothing that only their pages show. */
export function describeSession(session: Session) {
  const { account, id, kind, createdAt, lastSeenAt, expiresAt } = session;
  return { account, session: { id, kind, createdAt, lastSeenAt, expiresAt } };
}

/** What an API tells whoever has no live session: why, by whom and when it ended, where there was one. */
export function describeNoSession(ending: Ending | null) {
  const why = ending && { reason: ending.reason, by: ending.by, endedAt: ending.endedAt };
  return { error: "no_session", ...why };
}
