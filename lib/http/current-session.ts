import "server-only";
import { after } from "next/server";
import { cache } from "react";
import { services } from "#lib/services.ts";
import type { Ending, Session } from "#lib/session/session.ts";
import { readSessionToken } from "./session-cookie.ts";

/** The live session of this request, or null. Once a render; always looked up afresh in actions and handlers. */
export const currentSession = cache(async (): Promise<Session | null> => {
  const token = await readSessionToken();
  if (token === null) return null;
  const { sessions } = services();
  const session = await sessions.find(token);
  if (session === null) after(() => sessions.settle(token));
  return session;
});

/** How the session of this request's cookie ended, or null. */
export async function currentEnding(): Promise<Ending | null> {
  const token = await readSessionToken();
  return token === null ? null : services().sessions.findEnding(token);
}
