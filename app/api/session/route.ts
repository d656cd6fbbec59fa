import { currentSession } from "#lib/http/current-session.ts";
import { noSession } from "#lib/http/no-session.ts";
import type { Session } from "#lib/session/session.ts";

/** Who is signed in with this cookie. Asking does not keep the session alive. */
export async function GET(): Promise<Response> {
  const session = await currentSession();
  return session ? Response.json(described(session)) : noSession();
}

function described({ account, id, kind, createdAt, lastSeenAt, expiresAt }: Session) {
  return { account, session: { id, kind, createdAt, lastSeenAt, expiresAt } };
}
