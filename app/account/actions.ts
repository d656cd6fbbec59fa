"use server";

import { refresh } from "next/cache";
import { parseName, parsePassword } from "#lib/account/account.ts";
import { passwordProblem } from "#lib/account/password-rules.ts";
import { formOf } from "#lib/http/form.ts";
import { actorOf, requireFresh, requireSession } from "#lib/http/guards.ts";
import { orUnavailable } from "#lib/http/or-unavailable.ts";
import { proofRefused } from "#lib/http/proof-refused.ts";
import { writeSessionToken } from "#lib/http/session-cookie.ts";
import { services } from "#lib/services.ts";
import type { Session } from "#lib/session/session.ts";

export type NameState = { name: string; done?: string; problem?: string } | null;

export async function changeName(_previous: NameState, given: FormData): Promise<NameState> {
  const name = parseName(formOf(given).get("name"));
  const session = await requireSession();
  if (name === null)
    return {
      name: session.account.name,
      problem: "Enter a name: at most 100 characters, none of them hidden.",
    };

  return orUnavailable(
    () => rename(name, session),
    (problem) => ({ name, problem }),
  );
}

async function rename(name: string, session: Session): Promise<NameState> {
  await services().accounts.rename(name, await actorOf(session));
  refresh();
  return { name, done: "Your name was saved." };
}

export type PasswordState = {
  done?: string;
  problem?: string;
  problems?: { current?: string; next?: string };
} | null;

export async function changePassword(
  _previous: PasswordState,
  given: FormData,
): Promise<PasswordState> {
  const session = await requireFresh();
  return orUnavailable(
    () => replacePassword(formOf(given), session),
    (problem) => ({ problem }),
  );
}

async function replacePassword(form: FormData, session: Session): Promise<PasswordState> {
  const current = parsePassword(form.get("currentPassword")) ?? "";
  const next = parsePassword(form.get("newPassword")) ?? "";
  const { env, accounts } = services();
  const { name, email } = session.account;
  const weak = passwordProblem(next, env.passwordMinLength, [name, email, env.publicUrl.hostname]);
  if (weak !== null) return { problems: { next: weak } };

  const outcome = await accounts.changePassword({ current, next }, await actorOf(session));
  if (outcome.kind === "wrong_password")
    return { problems: { current: "That is not your current password." } };
  if (outcome.kind !== "changed") return { problem: proofRefused(outcome) };
  await writeSessionToken(outcome.token, outcome.remembered);
  return { done: "Your password was changed. Every other device was signed out." };
}
