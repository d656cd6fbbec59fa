"use server";

import { notFound } from "next/navigation";
import { formOf } from "#lib/http/form.ts";
import { enrol, type PersonFormState } from "#lib/http/person-form.ts";
import { services } from "#lib/services.ts";
import { parseToken } from "#lib/session/token.ts";

export async function createAdministrator(
  _previous: PersonFormState,
  given: FormData,
): Promise<PersonFormState> {
  const form = formOf(given);
  const { setup } = services();
  const token = parseToken(form.get("token"));
  if (token === null || !(await setup.accepts(token))) notFound();
  return enrol(form, (person, request) => setup.complete(token, person, request), "/admin");
}
