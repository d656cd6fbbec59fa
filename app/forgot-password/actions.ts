"use server";

import { parseEmail } from "#lib/account/account.ts";
import { currentClient } from "#lib/http/client.ts";
import { formOf, typedIn } from "#lib/http/form.ts";
import { orUnavailable } from "#lib/http/or-unavailable.ts";
import { tryAgainLater } from "#lib/http/try-again.ts";
import { services } from "#lib/services.ts";

export type ForgotState = {
  email: string;
  /** Whatever there is at that address. */
  done?: boolean;
  problem?: string;
  problems?: { email: string };
} | null;

export async function sendLink(_previous: ForgotState, given: FormData): Promise<ForgotState> {
  const form = formOf(given);
  const typed = { email: typedIn(form, "email") };
  const email = parseEmail(form.get("email"));
  if (email === null)
    return { ...typed, problems: { email: "Enter an address like name@example.com." } };
  return orUnavailable(
    () => request(email),
    (problem) => ({ ...typed, problem }),
  );
}

async function request(email: string): Promise<ForgotState> {
  const { address } = await currentClient();
  const outcome = await services().accounts.requestReset({ email, address });
  return outcome.kind === "noted"
    ? { email, done: true }
    : { email, problem: tryAgainLater(429, outcome.until, "Too many links were asked for.") };
}
