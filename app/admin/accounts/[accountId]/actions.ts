"use server";

import { redirect } from "next/navigation";
import { parseRole } from "#lib/account/account.ts";
import { parseBanEnd, parseBanReason } from "#lib/account/ban.ts";
import { actorOf, requireAdmin } from "#lib/http/guards.ts";
import { clearSessionToken } from "#lib/http/session-cookie.ts";
import { services } from "#lib/services.ts";
import type { SignedInActor } from "#lib/session/sessions.ts";
import { parseId } from "#lib/session/token.ts";
import { withQuery } from "../../../ui/with-query.ts";

export async function forceSignOut(form: FormData): Promise<void> {
  const { accountId, by } = await asked(form);
  const sessionId = parseId(form.get("sessionId"));
  const forced = sessionId !== null && (await services().sessions.force(sessionId, by, accountId));
  if (sessionId === by.sessionId) return leave();
  back(accountId, { ended: forced ? "1" : "0" });
}

export async function forceSignOutEverywhere(form: FormData): Promise<void> {
  const { accountId, by } = await asked(form);
  const ended = await services().sessions.forceEverywhere(accountId, by);
  if (accountId === by.id) return leave();
  back(accountId, { ended: String(ended) });
}

export async function liftBan(form: FormData): Promise<void> {
  const { accountId, by } = await asked(form);
  await services().accounts.liftBan(accountId, by);
  back(accountId);
}

export async function changeRole(form: FormData): Promise<void> {
  const { accountId, by } = await asked(form);
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
  problems: { reason?: string; until?: string };
} | null;

export async function banAccount(_previous: BanState, form: FormData): Promise<BanState> {
  const { accountId, by } = await asked(form);
  const { accounts, now } = services();
  const reason = parseBanReason(form.get("reason"));
  const typedUntil = form.get("until") || null;
  const until = typedUntil === null ? null : parseBanEnd(typedUntil, now());
  if (reason === null || until === undefined) return banProblems(form, reason, until);

  const outcome = await accounts.ban(accountId, { reason, until }, by);
  back(accountId, outcome === "done" ? {} : { refused: outcome });
}

function banProblems(
  form: FormData,
  reason: string | null,
  until: Date | null | undefined,
): BanState {
  return {
    reason: typed(form.get("reason")),
    until: typed(form.get("until")),
    problems: {
      ...(reason === null && { reason: "Give a reason of at most 200 characters." }),
      ...(until === undefined && { until: "Choose today or a later day, or leave it empty." }),
    },
  };
}

const typed = (value: unknown): string => (typeof value === "string" ? value.slice(0, 200) : "");

/** The account that the form names and the administrator who asks. */
async function asked(form: FormData): Promise<{ accountId: string; by: SignedInActor }> {
  const by = await actorOf(await requireAdmin());
  return { accountId: parseId(form.get("accountId")) ?? "", by };
}

function back(accountId: string, query: Record<string, string> = {}): never {
  redirect(withQuery(`/admin/accounts/${accountId}`, query));
}

async function leave(): Promise<void> {
  await clearSessionToken();
  redirect("/login");
}
