"use server";

import { notFound, redirect } from "next/navigation";
import { currentClient } from "#lib/http/client.ts";
import { formOf } from "#lib/http/form.ts";
import { type PersonFormState, readPersonForm, refusedPerson } from "#lib/http/person-form.ts";
import { readSessionToken, writeSessionToken } from "#lib/http/session-cookie.ts";
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
  const read = readPersonForm(form);
  if ("refused" in read) return read.refused;

  const request = { client: await currentClient(), replaces: await readSessionToken() };
  const outcome = await setup.complete(token, read.person, request);
  if (outcome.kind !== "signed_in") return refusedPerson(form, outcome);

  await writeSessionToken(outcome.token, outcome.remembered);
  return redirect("/admin");
}
