"use server";

import { redirect } from "next/navigation";
import { formOf } from "#lib/http/form.ts";
import { actorOf, requireFresh, requireSession } from "#lib/http/guards.ts";
import { leave } from "#lib/http/leave.ts";
import { services } from "#lib/services.ts";
import { parseId } from "#lib/session/token.ts";

export async function revokeDevice(given: FormData): Promise<void> {
  const sessionId = parseId(formOf(given).get("sessionId"));
  const current = await requireSession();
  // Leaving this device proves nothing about who leaves, and need not.
  const session = sessionId === current.id ? current : await requireFresh();
  const by = await actorOf(session);
  const revoked = sessionId !== null && (await services().sessions.revoke(sessionId, by));

  if (sessionId === session.id) return leave();
  redirect(revoked ? "/devices?ended=1" : "/devices?ended=0");
}

export async function signOutOtherDevices(): Promise<void> {
  const by = await actorOf(await requireFresh());
  const ended = await services().sessions.revokeOthers(by);
  redirect(`/devices?ended=${ended}`);
}

export async function signOutEverywhere(): Promise<void> {
  const by = await actorOf(await requireFresh());
  await services().sessions.revokeEverywhere(by);
  return leave();
}
