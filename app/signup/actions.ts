"use server";

import { notFound } from "next/navigation";
import { formOf } from "#lib/http/form.ts";
import { enrol, type PersonFormState } from "#lib/http/person-form.ts";
import { services } from "#lib/services.ts";

export async function createAccount(
  _previous: PersonFormState,
  given: FormData,
): Promise<PersonFormState> {
  const { env, accounts } = services();
  if (env.signup === "closed") notFound();
  return enrol(formOf(given), accounts.signUp, "/devices");
}
