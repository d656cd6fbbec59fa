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
import { EmailCard } from "./email-card.tsx";
import { NameForm } from "./name-form.tsx";
import { PasswordForm } from "./password-form.tsx";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage({
  searchParams,
}: PageProps<"/account">): Promise<ReactNode> {
  const session = await requireSession();
  const { confirm, refused, email: typed } = await searchParams;
  const { env, accounts } = services();
  const grace = durationText(env.retention.deletionGrace);
  const { id, name, email, role } = session.account;
  const isVerified = Boolean((await accounts.find(id))?.emailVerifiedAt);
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
      <EmailCard email={email} isVerified={isVerified} typed={typed}>
        {role === "admin" && <p className="text-sm text-muted">You are an administrator.</p>}
      </EmailCard>
      <Card
        heading="Password"
        lead="Changing it signs out every other device. This one stays signed in."
      >
        <PasswordForm email={email} minLength={env.passwordMinLength} />
      </Card>
      <DataCard grace={grace} />
    </Desk>
  );
}
