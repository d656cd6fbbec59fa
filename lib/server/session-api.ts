import type { IncomingMessage, ServerResponse } from "node:http";
import { type Seals, sessionTokenIn } from "#lib/seals.ts";
import { describeNoSession, describeSession } from "#lib/session/describe-session.ts";
import type { Sessions } from "#lib/session/sessions.ts";
import type { SessionToken } from "#lib/session/token.ts";
import { methodNotAllowed, pathOf } from "./front-door.ts";
import type { Next } from "./handler.ts";
import { logProblem } from "./log.ts";
import { refuse } from "./refuse.ts";
import { requestCookie } from "./request-cookie.ts";

export interface SessionApi {
  cookieName: string;
  seals: Seals;
  sessions: Pick<Sessions, "find" | "findEnding" | "settle">;
}

const path = "/api/session";
const allowed = { Allow: "GET, HEAD, OPTIONS" };

/**
 * Answers `GET /api/session` in place of Next: who is signed in with this cookie, or why nobody is. Asking does not
 * keep the session alive. Services ask it for each request of their own, and a route handler of Next takes many times
 * as long as the check itself (ADR 17).
 */
export function withSessionApi(next: Next, api: SessionApi): Next {
  return async (request, response) => {
    if (pathOf(request.url ?? "") !== path) return next(request, response);
    if (request.method === "GET" || request.method === "HEAD")
      return answer(request, response, api);
    if (request.method === "OPTIONS") return void response.writeHead(204, allowed).end();
    refuse(request, response, { ...methodNotAllowed, headers: allowed });
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { cookieName, seals, sessions }: SessionApi,
): Promise<void> {
  const seal = requestCookie(request.headers.cookie, cookieName);
  const token = seal === null ? null : await sessionTokenIn(seals, seal);
  const session = token && (await sessions.find(token));
  if (session) return say(response, 200, describeSession(session));
  say(response, 401, describeNoSession(token && (await sessions.findEnding(token))));
  if (token) await settled(sessions, token);
}

function say(response: ServerResponse, status: number, body: object): void {
  response.statusCode = status;
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(body));
}

/** Not the asker's concern: they have their answer. */
async function settled(sessions: SessionApi["sessions"], token: SessionToken): Promise<void> {
  await sessions
    .settle(token)
    .catch((error) => logProblem("a session that timed out could not be ended", error));
}
