import type { Metadata } from "next";
import type { ReactNode } from "react";
import { services } from "#lib/services.ts";
import { parseToken } from "#lib/session/token.ts";
import { Entrance } from "../ui/entrance.tsx";
import { DeadLink } from "./dead-link.tsx";
import { ResetForm } from "./reset-form.tsx";

// The address holds the token, so no other page is to learn it.
export const metadata: Metadata = { title: "Set a new password", referrer: "no-referrer" };

export default async function ResetPasswordPage({
  searchParams,
}: PageProps<"/reset-password">): Promise<ReactNode> {
  const token = parseToken((await searchParams).token);
  const { accounts, env } = services();
  // Uses nothing up: programs that look through mail open every link.
  if (token === null || (await accounts.findReset(token)) === null)
    return (
      <Entrance heading="Set a new password">
        <DeadLink />
      </Entrance>
    );
  return (
    <Entrance
      heading="Set a new password"
      lead="Every device is signed out. Afterwards you sign in with the new password."
    >
      <ResetForm token={token} minLength={env.passwordMinLength} />
    </Entrance>
  );
}
