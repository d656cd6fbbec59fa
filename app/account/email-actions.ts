"use server";

import { redirect } from "next/navigation";
import { parseEmail } from "#lib/account/account.ts";
import { formOf, typedIn } from "#lib/http/form.ts";
import { actorOf, requireFresh, requireSession } from "#lib/http/guards.ts";
import { orUnavailable } from "#lib/http/or-unavailable.ts";
import { tryAgainLater } from "#lib/http/try-again.ts";
import { services } from "#lib/services.ts";
import type { Session } from "#lib/session/session.ts";

export type EmailState = { email: string; done?: string; problem?: string } | null;

export async function changeEmail(_previous: EmailState, given: FormData): Promise<EmailState> {
  const form = formOf(given);
  const email = parseEmail(form.get("newEmail"));
  const typed = typedIn(form, "newEmail");
  const { account } = await requireSession();
  if (email === null) return { email: typed, problem: "Enter an address like name@example.com." };
  if (email === account.email) return { email, problem: "This is your address already." };
  const session = await requireFresh(`/account?${new URLSearchParams({ email })}`);
  return orUnavailable(
    () => askNewAddress(email, session),
    (problem) => ({ email, problem }),
  );
}

async function askNewAddress(email: string, session: Session): Promise<EmailState> {
  const outcome = await services().accounts.requestEmailChange(email, await actorOf(session));
  switch (outcome.kind) {
    case "queued":
      return {
        email: "",
        done: `A mail is on its way to ${email}. Your address changes when you open its link.`,
      };
    case "throttled":
      return { email, problem: tryAgainLater(429, outcome.until, "Too many mails were sent.") };
    case "session_ended":
      return redirect("/login");
  }
}

export type VerificationState = { done?: string; problem?: string } | null;

export async function sendVerification(): Promise<VerificationState> {
  const session = await requireSession();
  return orUnavailable(
    () => verify(session),
    (problem) => ({ problem }),
  );
}

async function verify(session: Session): Promise<VerificationState> {
  const outcome = await services().accounts.requestVerification(await actorOf(session));
  switch (outcome.kind) {
    case "queued":
      return { done: `A mail with a link is on its way to ${session.account.email}.` };
    case "verified_already":
      return redirect("/account");
    case "throttled":
      return { problem: tryAgainLater(429, outcome.until, "Too many mails were sent.") };
  }
}
