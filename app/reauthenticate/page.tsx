import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { requireSession } from "#lib/http/guards.ts";
import { parseReturnPath } from "#lib/http/return-path.ts";
import { services } from "#lib/services.ts";
import { Card } from "../ui/card.tsx";
import { Desk } from "../ui/desk.tsx";
import { ReauthenticateForm } from "./reauthenticate-form.tsx";

export const metadata: Metadata = { title: "Confirm it is you" };

export default async function ReauthenticatePage({
  searchParams,
}: PageProps<"/reauthenticate">): Promise<ReactNode> {
  const next = parseReturnPath((await searchParams).next) ?? "/devices";
  const session = await requireSession();
  if (services().sessions.isFresh(session)) redirect(next);
  return (
    <Desk
      session={session}
      heading="Confirm it is you"
      lead="You signed in a while ago. Enter your password once more to go on with what you were doing."
    >
      <Card>
        <ReauthenticateForm email={session.account.email} next={next} />
      </Card>
    </Desk>
  );
}
