import type { Metadata } from "next";
import type { ReactNode } from "react";
import { services } from "#lib/services.ts";
import { parseToken } from "#lib/session/token.ts";
import { Entrance } from "../ui/entrance.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { Notice } from "../ui/notice.tsx";
import { ConfirmForm } from "./confirm-form.tsx";

// The address holds the token, so no other page is to learn it.
export const metadata: Metadata = { title: "Confirm your email address", referrer: "no-referrer" };

export default async function VerifyEmailPage({
  searchParams,
}: PageProps<"/verify-email">): Promise<ReactNode> {
  const { token: given, outcome } = await searchParams;
  const token = parseToken(given);
  // Uses nothing up: programs that look through mail open every link.
  const works = token !== null && (await services().accounts.acceptsEmail(token));
  return (
    <Entrance
      heading="Confirm your email address"
      lead={works && "This says that mail to this address reaches you."}
    >
      {works ? <ConfirmForm token={token} /> : <Outcome outcome={outcome} />}
    </Entrance>
  );
}

function Outcome({ outcome }: { outcome: string | string[] | undefined }): ReactNode {
  const isDone = outcome === "verified" || outcome === "changed";
  return (
    <div className="grid gap-4">
      {isDone ? (
        <Notice tone="done">
          {outcome === "changed"
            ? "Your email address was changed. From now on you sign in with the new one."
            : "Your email address is confirmed."}
        </Notice>
      ) : (
        <Notice tone="problem">
          This link does not work any more: it was used already, its time is over, or the device
          that asked for it was signed out. You get a new one on your account page.
        </Notice>
      )}
      <div>
        <LinkButton href="/account">Go to your account</LinkButton>
      </div>
    </div>
  );
}
