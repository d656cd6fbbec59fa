"use server";

import { redirect } from "next/navigation";
import { parsePassword } from "#lib/account/account.ts";
import { passwordProblem } from "#lib/account/password-rules.ts";
import { currentClient } from "#lib/http/client.ts";
import { formOf } from "#lib/http/form.ts";
import { orUnavailable } from "#lib/http/or-unavailable.ts";
import { tryAgainLater } from "#lib/http/try-again.ts";
import { services } from "#lib/services.ts";
import { parseToken } from "#lib/session/token.ts";

export type ResetState = {
  problem?: string;
  problems?: { password: string };
  /** The link does not work any more. */
  isDead?: boolean;
} | null;

export async function setPassword(_previous: ResetState, given: FormData): Promise<ResetState> {
  return orUnavailable(
    () => reset(formOf(given)),
    (problem) => ({ problem }),
  );
}

async function reset(form: FormData): Promise<ResetState> {
  const token = parseToken(form.get("token"));
  if (token === null) return { isDead: true };
  const password = parsePassword(form.get("newPassword")) ?? "";
  const { env, accounts } = services();
  const { name = "", email = "" } = (await accounts.findReset(token)) ?? {};
  const about = [name, email, env.publicUrl.hostname];
  const weak = passwordProblem(password, env.passwordMinLength, about);
  if (weak !== null) return { problems: { password: weak } };

  const { address } = await currentClient();
  const outcome = await accounts.resetPassword({ token, password, address });
  switch (outcome.kind) {
    case "reset":
      return redirect("/login?notice=password-set");
    case "link_dead":
      return { isDead: true };
    case "busy":
      return { problem: tryAgainLater(503, null, "Latchkey is busy.") };
  }
}
