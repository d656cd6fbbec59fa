import type { Metadata } from "next";
import type { ReactNode } from "react";
import { requireSession } from "#lib/http/guards.ts";
import { services } from "#lib/services.ts";
import { Card } from "../ui/card.tsx";
import { Desk } from "../ui/desk.tsx";
import { Notice } from "../ui/notice.tsx";
import { durationText } from "../ui/time-text.ts";
import { DataCard } from "./data-card.tsx";
import { DeletionQuestion } from "./deletion-question.tsx";
import { NameForm } from "./name-form.tsx";
import { PasswordForm } from "./password-form.tsx";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage({
  searchParams,
}: PageProps<"/account">): Promise<ReactNode> {
  const session = await requireSession();
  const { confirm, refused } = await searchParams;
  const grace = durationText(services().env.retention.deletionGrace);
  const { name, email, role } = session.account;
  return (
    <Desk session={session} heading="Account">
      <DeletionQuestion question={confirm} grace={grace} />
      {refused === "last_administrator" && (
        <Notice tone="problem">
          You are the last administrator: make somebody else one first.
        </Notice>
      )}
      <Card heading="Name" lead="The name that you and the administrators see.">
        <NameForm name={name} />
      </Card>
      <Card heading="Email" lead="What you sign in with.">
        <p className="font-medium">{email}</p>
        {role === "admin" && <p className="mt-1 text-sm text-muted">You are an administrator.</p>}
      </Card>
      <Card
        heading="Password"
        lead="Changing it signs out every other device. This one stays signed in."
      >
        <PasswordForm email={email} minLength={services().env.passwordMinLength} />
      </Card>
      <DataCard grace={grace} />
    </Desk>
  );
}
