import { redirect } from "next/navigation";
import { currentSession } from "#lib/http/current-session.ts";
import { actorOf, requireFresh } from "#lib/http/guards.ts";
import { loginPath } from "#lib/http/return-path.ts";
import { streamOf } from "#lib/http/stream-of.ts";
import { services } from "#lib/services.ts";

/**
 * The person's own data as a file. A plain form posts here, for a server action cannot answer with a file; the
 * front door has refused other sites' forms before.
 */
export async function POST(): Promise<Response> {
  // A download cannot be come back to, so both detours lead to the page with the button.
  if ((await currentSession()) === null) redirect(loginPath("/account"));
  const session = await requireFresh("/account");
  const { accounts, now } = services();
  const pieces = await accounts.export(session.account.id, await actorOf(session));
  return new Response(streamOf(pieces), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="latchkey-${now().toISOString().slice(0, 10)}.json"`,
      "Cache-Control": "private, no-store",
    },
  });
}

/** Where whoever follows the address itself finds the button. */
export function GET(): never {
  redirect("/account");
}
