import "server-only";
import { currentEnding } from "./current-session.ts";

/** The answer of an API to somebody without a live session: 401, and why when their session was ended. */
export async function noSession(): Promise<Response> {
  const ending = await currentEnding();
  const why = ending && { reason: ending.reason, by: ending.by, endedAt: ending.endedAt };
  return Response.json({ error: "no_session", ...why }, { status: 401 });
}
