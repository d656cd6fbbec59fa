import type { ReactNode } from "react";
import { Badge } from "../ui/badge.tsx";
import { Card } from "../ui/card.tsx";
import { EmailForm } from "./email-form.tsx";
import { VerificationForm } from "./verification-form.tsx";

export function EmailCard({
  email,
  isVerified,
  typed,
  children,
}: {
  email: string;
  isVerified: boolean;
  /** A new address that was typed before. */
  typed: string | string[] | undefined;
  children?: ReactNode;
}): ReactNode {
  return (
    <Card heading="Email" lead="What you sign in with, and where mails about your account go.">
      <div className="grid gap-5">
        <div className="grid gap-3">
          <p className="flex flex-wrap items-center gap-2 font-medium">
            <span className="break-all">{email}</span>
            <Badge>{isVerified ? "Verified" : "Not verified"}</Badge>
          </p>
          {children}
          {!isVerified && <VerificationForm />}
        </div>
        <EmailForm typed={typeof typed === "string" ? typed.slice(0, 254) : ""} />
      </div>
    </Card>
  );
}
