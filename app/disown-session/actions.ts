"use server";

import type { Route } from "next";
import { redirect } from "next/navigation";
import { currentClient } from "#lib/http/client.ts";
import { formOf } from "#lib/http/form.ts";
import { services } from "#lib/services.ts";
import { parseToken } from "#lib/session/token.ts";

/** Whoever has the link may: it went to the owner's mail. A link that does not work shows itself as such. */
export async function disownSession(given: FormData): Promise<void> {
  const token = parseToken(formOf(given).get("token"));
  const { address } = await currentClient();
  const done = token !== null && (await services().disown.session(token, address));
  redirect((done ? "/disown-session?done=1" : "/disown-session") as Route);
}
