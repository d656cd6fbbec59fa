import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { currentEnding, currentSession } from "#lib/http/current-session.ts";
import { parseReturnPath } from "#lib/http/return-path.ts";
import { isConfidential } from "#lib/loopback.ts";
import { services } from "#lib/services.ts";
import { Entrance } from "../ui/entrance.tsx";
import { Notice } from "../ui/notice.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { DeletionNotice } from "./deletion-notice.tsx";
import { EndingNotice } from "./ending-notice.tsx";
import { LoginForm } from "./login-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default async function LoginPage({ searchParams }: PageProps<"/login">): Promise<ReactNode> {
  const { next: given, notice, deletion } = await searchParams;
  const next = parseReturnPath(given);
  if (await currentSession()) redirect(next ?? "/devices");
  const { env, now } = services();
  const ending = await currentEnding();
  return (
    <Entrance heading="Sign in">
      <div className="grid gap-5">
        {!isConfidential(env.publicUrl) && (
          <Notice tone="caution">
            The connection to this site is not encrypted: others on the network can read what you
            type.
          </Notice>
        )}
        {ending && <EndingNotice ending={ending} now={now()} />}
        <DeletionNotice deletion={deletion} grace={env.retention.deletionGrace} />
        {notice === "password-set" && (
          <Notice tone="done">Your new password is set. Sign in with it.</Notice>
        )}
        <LoginForm next={next} />
        <p className="text-sm">
          <TextLink href="/forgot-password">Forgot your password?</TextLink>
        </p>
        {env.signup === "open" && (
          <p className="text-sm text-muted">
            New here?{" "}
            <Link href="/signup" prefetch={false} className="font-medium text-accent-ink underline">
              Create an account
            </Link>
          </p>
        )}
      </div>
    </Entrance>
  );
}
