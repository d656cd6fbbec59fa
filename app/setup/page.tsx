import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { services } from "#lib/services.ts";
import { parseToken } from "#lib/session/token.ts";
import { Entrance } from "../ui/entrance.tsx";
import { PersonForm } from "../ui/person-form.tsx";
import { createAdministrator } from "./actions.ts";

// The address holds the token, so no other page is to learn it.
export const metadata: Metadata = { title: "Set up Latchkey", referrer: "no-referrer" };

export default async function SetupPage({ searchParams }: PageProps<"/setup">): Promise<ReactNode> {
  const token = parseToken((await searchParams).token);
  // Not before: the build tries this page too, and shall open no database.
  const { setup, env } = services();
  if (token === null || !(await setup.accepts(token))) notFound();
  return (
    <Entrance
      heading="Set up Latchkey"
      lead="Create the first administrator. This link works once."
    >
      <PersonForm
        action={createAdministrator}
        submit="Create administrator"
        minLength={env.passwordMinLength}
        token={token}
      />
    </Entrance>
  );
}
