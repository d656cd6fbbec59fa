import "server-only";
import { redirect } from "next/navigation";
import type { PasswordProof } from "#lib/account/prove-password.ts";
import { tryAgainLater } from "./try-again.ts";

type NoProof = Exclude<PasswordProof, { kind: "proved" } | { kind: "wrong_password" }>;

/** What to tell somebody signed in whose password could not even be checked; off to sign in where the session ended. */
export function proofRefused(proof: NoProof): string {
  switch (proof.kind) {
    case "throttled":
      return tryAgainLater(429, proof.until, "Too many attempts.");
    case "busy":
      return tryAgainLater(503, null, "Latchkey is busy.");
    case "session_ended":
      return redirect("/login");
  }
}
