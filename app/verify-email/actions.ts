"use server";

import { redirect } from "next/navigation";
import { currentClient } from "#lib/http/client.ts";
import { formOf } from "#lib/http/form.ts";
import { orUnavailable } from "#lib/http/or-unavailable.ts";
import { services } from "#lib/services.ts";
import { parseToken } from "#lib/session/token.ts";

export type ConfirmState = { problem: string } | null;

export async function confirmEmail(
  _previous: ConfirmState,
  given: FormData,
): Promise<ConfirmState> {
  const token = parseToken(formOf(given).get("token"));
  return orUnavailable(
    async () => {
      const { address } = await currentClient();
      const outcome = token && (await services().accounts.confirmEmail({ token, address }));
      return redirect(`/verify-email?outcome=${outcome ?? "link_dead"}`);
    },
    (problem) => ({ problem }),
  );
}
