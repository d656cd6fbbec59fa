import "server-only";
import { describeNoSession } from "#lib/session/describe-session.ts";
import { currentEnding } from "./current-session.ts";

/** The answer of an API to somebody without a live session: 401, and why when their session was ended. */
export async function noSession(): Promise<Response> {
  return Response.json(describeNoSession(await currentEnding()), { status: 401 });
}
