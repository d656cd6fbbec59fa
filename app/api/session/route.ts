import { currentEnding, currentSession } from "#lib/http/current-session.ts";
import type { Session } from "#lib/session/session.ts";

/** Who is signed in with this cookie. Asking does not keep the session alive. */
export async function GET(): Promise<Response> {
  const session = await currentSession();
  return session ? Response.json(described(session)) : noSession();
}

function described({ account, id, kind, createdAt, lastSeenAt, expiresAt }: Session) {
  return { account, session: { id, kind, createdAt, lastSeenAt, expiresAt } };
}

async function noSession(): Promise<Response> {
  const ending = await currentEnding();
  const why = ending && { reason: ending.reason, by: ending.by, endedAt: ending.endedAt };
  return Response.json({ error: "no_session", ...why }, { status: 401 });
}
