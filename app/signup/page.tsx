import type { Metadata } from "next";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import { currentSession } from "#lib/http/current-session.ts";
import { services } from "#lib/services.ts";
import { Entrance } from "../ui/entrance.tsx";
import { PersonForm } from "../ui/person-form.tsx";
import { createAccount } from "./actions.ts";

export const metadata: Metadata = { title: "Create an account" };

// Asked at every request: sign-up may be closed in the settings without a new build.
export const dynamic = "force-dynamic";

export default async function SignupPage(): Promise<ReactNode> {
  const { env } = services();
  if (env.signup === "closed") notFound();
  if (await currentSession()) redirect("/devices");
  return (
    <Entrance heading="Create an account">
      <PersonForm
        action={createAccount}
        submit="Create account"
        minLength={env.passwordMinLength}
      />
      <p className="mt-5 text-sm text-muted">
        Have one already?{" "}
        <Link href="/login" prefetch={false} className="font-medium text-accent-ink underline">
          Sign in
        </Link>
      </p>
    </Entrance>
  );
}
