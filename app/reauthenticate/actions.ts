"use server";

import { redirect } from "next/navigation";
import { parsePassword } from "#lib/account/account.ts";
import { formOf } from "#lib/http/form.ts";
import { actorOf, requireSession } from "#lib/http/guards.ts";
import { orUnavailable } from "#lib/http/or-unavailable.ts";
import { proofRefused } from "#lib/http/proof-refused.ts";
import { parseReturnPath } from "#lib/http/return-path.ts";
import { writeSessionToken } from "#lib/http/session-cookie.ts";
import { services } from "#lib/services.ts";
import type { SignedInActor } from "#lib/session/sessions.ts";

export type ReauthenticateState = { problem?: string; wrong?: string } | null;

export async function confirmIdentity(
  _previous: ReauthenticateState,
  given: FormData,
): Promise<ReauthenticateState> {
  const by = await actorOf(await requireSession());
  return orUnavailable(
    () => confirm(formOf(given), by),
    (problem) => ({ problem }),
  );
}

async function confirm(form: FormData, by: SignedInActor): Promise<ReauthenticateState> {
  const password = parsePassword(form.get("password")) ?? "";
  const outcome = await services().accounts.reauthenticate(password, by);
  if (outcome.kind === "wrong_password") return { wrong: "That is not your password." };
  if (outcome.kind !== "confirmed") return { problem: proofRefused(outcome) };

  await writeSessionToken(outcome.token, outcome.remembered);
  return redirect(parseReturnPath(form.get("next")) ?? "/devices");
}
