import type { Metadata } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { Entrance } from "../ui/entrance.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { ForgotForm } from "./forgot-form.tsx";

export const metadata: Metadata = { title: "Forgot your password?" };

export default async function ForgotPasswordPage(): Promise<ReactNode> {
  // Made for each request: a page that was built beforehand could not name its scripts.
  await connection();
  return (
    <Entrance
      heading="Forgot your password?"
      lead="We send a link to your address, with which you set a new one."
    >
      <ForgotForm />
      <p className="mt-5 text-sm text-muted">
        <TextLink href="/login">Back to sign-in</TextLink>
      </p>
    </Entrance>
  );
}
