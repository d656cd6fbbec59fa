"use server";

import { redirect } from "next/navigation";
import { parsePassword } from "#lib/account/account.ts";
import type { SignInOutcome } from "#lib/account/sign-in.ts";
import { currentClient } from "#lib/http/client.ts";
import { formOf, typedIn } from "#lib/http/form.ts";
import { parseReturnPath } from "#lib/http/return-path.ts";
import { readSessionToken, writeSessionToken } from "#lib/http/session-cookie.ts";
import { tryAgainLater } from "#lib/http/try-again.ts";
import { services } from "#lib/services.ts";
import { exactTime } from "../ui/time-text.ts";

export type LoginState = { problem: string; email: string; remember: boolean } | null;

export async function login(_previous: LoginState, given: FormData): Promise<LoginState> {
  const form = formOf(given);
  const asked = {
    email: typedIn(form, "email").trim(),
    password: parsePassword(form.get("password")) ?? "",
    remember: form.get("remember") === "on",
  };
  const outcome = await services().accounts.signIn({
    ...asked,
    client: await currentClient(),
    replaces: await readSessionToken(),
  });
  if (outcome.kind !== "signed_in")
    return { problem: problemOf(outcome), email: asked.email, remember: asked.remember };

  await writeSessionToken(outcome.token, outcome.remembered);
  return redirect(parseReturnPath(form.get("next")) ?? "/devices");
}

function problemOf(outcome: Exclude<SignInOutcome, { kind: "signed_in" }>): string {
  switch (outcome.kind) {
    case "refused":
      return "That email and password do not match.";
    case "banned":
      return bannedSentence(outcome.until);
    case "throttled":
      return tryAgainLater(429, outcome.until, "Too many attempts.");
    case "busy":
      return tryAgainLater(503, null, "Too many people are signing in at this moment.");
  }
}

function bannedSentence(until: Date | null): string {
  return until === null
    ? "This account is banned. Ask an administrator."
    : `This account is banned until ${exactTime(until, "UTC")}. Ask an administrator.`;
}
