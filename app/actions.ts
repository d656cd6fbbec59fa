"use server";

import { currentSession } from "#lib/http/current-session.ts";
import { actorOf } from "#lib/http/guards.ts";
import { leave } from "#lib/http/leave.ts";
import { services } from "#lib/services.ts";

/** Ends this browser's session. Somebody whose session ended meanwhile ends up signed out all the same. */
export async function signOut(): Promise<void> {
  const session = await currentSession();
  if (session) await services().sessions.signOut(await actorOf(session));
  return leave();
}
