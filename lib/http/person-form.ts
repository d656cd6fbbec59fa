import "server-only";
import type { Route } from "next";
import { redirect } from "next/navigation";
import { parseEmail, parseName, parsePassword } from "#lib/account/account.ts";
import { passwordProblem } from "#lib/account/password-rules.ts";
import type { NewPerson, SignUpOutcome, SignUpRequest } from "#lib/account/sign-up.ts";
import { services } from "#lib/services.ts";
import { currentClient } from "./client.ts";
import { readDeviceToken, writeDeviceToken } from "./device-cookie.ts";
import { typedIn } from "./form.ts";
import { orUnavailable } from "./or-unavailable.ts";
import { readSessionToken, writeSessionToken } from "./session-cookie.ts";
import { tryAgainLater } from "./try-again.ts";

/** What goes back into the form: what was typed, but never the password, and what is wrong with each field. */
export type PersonFormState = {
  name: string;
  email: string;
  problem?: string;
  problems: { name?: string; email?: string; password?: string };
} | null;

type Refused = NonNullable<PersonFormState>;

/** Makes an account of the person in the form and goes on to `path` signed in; otherwise returns what to show. */
export async function enrol(
  form: FormData,
  create: (person: NewPerson, request: SignUpRequest) => Promise<SignUpOutcome>,
  path: Route,
): Promise<PersonFormState> {
  const read = readPersonForm(form);
  if ("refused" in read) return read.refused;
  const request = {
    client: await currentClient(),
    replaces: await readSessionToken(),
    device: await readDeviceToken(),
  };
  return orUnavailable(
    async () => {
      const outcome = await create(read.person, request);
      if (outcome.kind !== "signed_in") return refusedPerson(form, outcome);
      await writeSessionToken(outcome.token, outcome.remembered);
      await writeDeviceToken(outcome.device);
      return redirect(path);
    },
    (problem) => ({ ...typedPerson(form), problems: {}, problem }),
  );
}

/** The person in a form with Name, Email and Password, or what to show instead. */
export function readPersonForm(form: FormData): { person: NewPerson } | { refused: Refused } {
  const name = parseName(form.get("name"));
  const email = parseEmail(form.get("email"));
  const password = parsePassword(form.get("password")) ?? "";
  const { passwordMinLength, publicUrl } = services().env;
  const about = [typedIn(form, "name"), typedIn(form, "email"), publicUrl.hostname];
  const weak = passwordProblem(password, passwordMinLength, about);
  if (name !== null && email !== null && weak === null)
    return { person: { name, email, password } };
  const problems = {
    ...(name === null && { name: "Enter a name: at most 100 characters, none of them hidden." }),
    ...(email === null && { email: "Enter an address like name@example.com." }),
    ...(weak !== null && { password: weak }),
  };
  return { refused: { ...typedPerson(form), problems } };
}

/** What to show when the person was not signed up. */
export function refusedPerson(
  form: FormData,
  outcome: Exclude<SignUpOutcome, { kind: "signed_in" }>,
): Refused {
  const typed = typedPerson(form);
  switch (outcome.kind) {
    case "email_taken":
      return { ...typed, problems: { email: "There is already an account with this address." } };
    case "link_used":
      return { ...typed, problems: {}, problem: "This setup link does not work any more." };
    case "throttled": {
      const sentence = "Many accounts were created from your network.";
      return { ...typed, problems: {}, problem: tryAgainLater(429, outcome.until, sentence) };
    }
    case "busy":
      return { ...typed, problems: {}, problem: tryAgainLater(503, null, "Latchkey is busy.") };
  }
}

function typedPerson(form: FormData): { name: string; email: string } {
  return { name: typedIn(form, "name"), email: typedIn(form, "email") };
}
