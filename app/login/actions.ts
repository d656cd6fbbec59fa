"use server";

import { redirect } from "next/navigation";
import { parsePassword } from "#lib/account/account.ts";
import type { SignInOutcome } from "#lib/account/sign-in.ts";
import { currentClient } from "#lib/http/client.ts";
import { readDeviceToken, writeDeviceToken } from "#lib/http/device-cookie.ts";
import { formOf, typedIn } from "#lib/http/form.ts";
import { orUnavailable } from "#lib/http/or-unavailable.ts";
import { parseReturnPath } from "#lib/http/return-path.ts";
import { readSessionToken, writeSessionToken } from "#lib/http/session-cookie.ts";
import { tryAgainLater } from "#lib/http/try-again.ts";
import { services } from "#lib/services.ts";
import { exactTime } from "../ui/time-text.ts";

interface Typed {
  email: string;
  remember: boolean;
}

export type LoginState = (Typed & { problem: string }) | null;

export async function login(_previous: LoginState, given: FormData): Promise<LoginState> {
  const form = formOf(given);
  const typed = { email: typedIn(form, "email").trim(), remember: form.get("remember") === "on" };
  return orUnavailable(
    () => signIn(form, typed),
    (problem) => ({ ...typed, problem }),
  );
}

async function signIn(form: FormData, typed: Typed): Promise<LoginState> {
  const outcome = await services().accounts.signIn({
    ...typed,
    password: parsePassword(form.get("password")) ?? "",
    client: await currentClient(),
    replaces: await readSessionToken(),
    device: await readDeviceToken(),
  });
  if (outcome.kind !== "signed_in") return { ...typed, problem: problemOf(outcome) };

  await writeSessionToken(outcome.token, outcome.remembered);
  await writeDeviceToken(outcome.device);
  if (outcome.kept) return redirect("/devices?kept=1");
  return redirect(parseReturnPath(form.get("next")) ?? "/devices");
}

function problemOf(outcome: Exclude<SignInOutcome, { kind: "signed_in" }>): string {
  switch (outcome.kind) {
    case "refused":
      return "That email and password do not match.";
    case "banned":
      return bannedSentence(outcome.until);
    case "reset_required":
      return 'This password does not work any more: a sign-in was reported as somebody else\'s. Ask for a link at "Forgot your password?" to choose a new one.';
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
