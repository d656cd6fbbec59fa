"use server";

import { notFound, redirect } from "next/navigation";
import { parseRole } from "#lib/account/account.ts";
import { parseBanEnd, parseBanReason } from "#lib/account/ban.ts";
import { formOf, typedIn } from "#lib/http/form.ts";
import { actorOf, requireFreshAdmin } from "#lib/http/guards.ts";
import { leave } from "#lib/http/leave.ts";
import { orUnavailable } from "#lib/http/or-unavailable.ts";
import { services } from "#lib/services.ts";
import type { SignedInActor } from "#lib/session/sessions.ts";
import { parseId } from "#lib/session/token.ts";
import { withQuery } from "../../../ui/with-query.ts";

export async function forceSignOut(given: FormData): Promise<void> {
  const { form, accountId, by } = await asked(given);
  const sessionId = parseId(form.get("sessionId"));
  const forced = sessionId !== null && (await services().sessions.force(sessionId, by, accountId));
  if (forced && sessionId === by.sessionId) return leave();
  back(accountId, { ended: forced ? "1" : "0" });
}

export async function forceSignOutEverywhere(given: FormData): Promise<void> {
  const { accountId, by } = await asked(given);
  const ended = await services().sessions.forceEverywhere(accountId, by);
  if (accountId === by.id) return leave();
  back(accountId, { ended: String(ended) });
}

export async function liftBan(given: FormData): Promise<void> {
  const { accountId, by } = await asked(given);
  await services().accounts.liftBan(accountId, by);
  back(accountId);
}

export async function changeRole(given: FormData): Promise<void> {
  const { form, accountId, by } = await asked(given);
  const role = parseRole(form.get("role"));
  const outcome = role && (await services().accounts.changeRole(accountId, role, by));
  back(
    accountId,
    outcome === "done" || outcome === "unchanged" ? {} : { refused: outcome ?? "unknown" },
  );
}

export type BanState = {
  reason: string;
  until: string;
  problem?: string;
  problems: { reason?: string; until?: string };
} | null;

export async function banAccount(_previous: BanState, given: FormData): Promise<BanState> {
  const { form, accountId, by } = await asked(given);
  const { accounts, now } = services();
  const reason = parseBanReason(form.get("reason"));
  const typedUntil = form.get("until") || null;
  const until = typedUntil === null ? null : parseBanEnd(typedUntil, now());
  if (reason === null || until === undefined) return banProblems(form, reason, until);

  return orUnavailable(
    async () => {
      const outcome = await accounts.ban(accountId, { reason, until }, by);
      return back(accountId, outcome === "done" ? {} : { refused: outcome });
    },
    (problem) => ({ ...typedBan(form), problem, problems: {} }),
  );
}

function banProblems(
  form: FormData,
  reason: string | null,
  until: Date | null | undefined,
): BanState {
  return {
    ...typedBan(form),
    problems: {
      ...(reason === null && { reason: "Give a reason of at most 200 characters." }),
      ...(until === undefined && { until: "Choose today or a later day, or leave it empty." }),
    },
  };
}

function typedBan(form: FormData): { reason: string; until: string } {
  return { reason: typedIn(form, "reason"), until: typedIn(form, "until") };
}

/** The account that the form names and the administrator who asks. */
async function asked(given: FormData): Promise<Asked> {
  const by = await actorOf(await requireFreshAdmin());
  const form = formOf(given);
  return { form, by, accountId: parseId(form.get("accountId")) ?? notFound() };
}

interface Asked {
  form: FormData;
  by: SignedInActor;
  accountId: string;
}

function back(accountId: string, query: Record<string, string> = {}): never {
  redirect(withQuery(`/admin/accounts/${accountId}`, query));
}
