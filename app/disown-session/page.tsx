import type { Metadata, Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { setStatus } from "#lib/server/response-scope.ts";
import { services } from "#lib/services.ts";
import { parseToken } from "#lib/session/token.ts";
import { buttonClasses } from "../ui/button-classes.ts";
import { Entrance } from "../ui/entrance.tsx";
import { DisownQuestion } from "./disown-question.tsx";

// The address holds the token, so no other page is to learn it.
export const metadata: Metadata = { title: "This wasn't me", referrer: "no-referrer" };

/** Where the mail about a new device leads. Looking uses nothing up: mail programs look too (ASVS 5.0 7.6.2). */
export default async function DisownSessionPage({
  searchParams,
}: PageProps<"/disown-session">): Promise<ReactNode> {
  const { token: given, done } = await searchParams;
  if (done === "1") return <Disowned />;
  const token = parseToken(given);
  const { disown, now } = services();
  const found = token && (await disown.find(token));
  if (!token || !found) return <DeadLink />;
  return <DisownQuestion token={token} device={found.device} at={found.at} now={now()} />;
}

function Disowned(): ReactNode {
  return (
    <Entrance
      heading="That device has no way in any more"
      lead="It was signed out, and the password of this account does not work until you choose a new one. Ask for a link by mail to do so."
    >
      <ForgotPassword />
    </Entrance>
  );
}

function DeadLink(): ReactNode {
  setStatus(410);
  return (
    <Entrance
      heading="This link does not work any more"
      lead="It works once, and for seven days. If somebody else may know your password, choose a new one."
    >
      <ForgotPassword />
    </Entrance>
  );
}

function ForgotPassword(): ReactNode {
  return (
    <Link
      href={"/forgot-password" as Route}
      prefetch={false}
      className={buttonClasses("primary", false)}
    >
      Choose a new password
    </Link>
  );
}
