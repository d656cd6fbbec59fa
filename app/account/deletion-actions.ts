"use server";

import { redirect } from "next/navigation";
import { actorOf, requireFresh } from "#lib/http/guards.ts";
import { leave } from "#lib/http/leave.ts";
import { services } from "#lib/services.ts";

export async function deleteAccount(): Promise<void> {
  const session = await requireFresh("/account?confirm=delete");
  const outcome = await services().accounts.requestDeletion(await actorOf(session));
  if (outcome === "last_administrator") redirect("/account?refused=last_administrator");
  return leave(outcome === "requested" ? "/login?deletion=requested" : "/login");
}
