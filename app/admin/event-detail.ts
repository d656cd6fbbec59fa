import type { AuditEvent } from "#lib/audit/event.ts";
import type { EndReason } from "#lib/session/session.ts";
import { exactTime } from "../ui/time-text.ts";

type Detail = AuditEvent["detail"];

const reasons: Record<EndReason, string> = {
  signed_out: "by its owner, on the device",
  revoked: "by its owner, from another device",
  revoked_everywhere: "signed out everywhere",
  forced: "forced by an administrator",
  banned: "the account was banned",
  password_changed: "the password was changed",
  role_changed: "the role was changed",
  idle: "not used for a while",
  expired: "its longest time was up",
  replaced: "too many sessions",
  theft: "suspected theft",
  account_deleted: "the account was deleted",
};

const whys: Record<string, string> = {
  credentials: "wrong password or unknown account",
  asked_again: "wrong password when it was asked for again",
  banned: "right password, banned account",
  changed: "right password, account changed meanwhile",
  reset_required: "right password, reset required",
  disowned: "its owner says a sign-in was not theirs",
};

const links: Record<string, string> = {
  reset_password: "to a new password",
  verify_email: "to confirm an address",
  change_email: "to a new address",
  disown_session: "to disown a sign-in",
};

/** The particulars worth a glance; empty when there are none. */
export function detailText({ name, detail }: AuditEvent): string {
  if (name === "user_banned") return joined(detail.reason, instantIn(detail, "until", "ends"));
  const reason = name === "authn_token_delete" ? undefined : known(reasons, detail.reason);
  return (
    reason ??
    known(whys, detail.why) ??
    roleChange(detail) ??
    joined(
      detail.action,
      typeof detail.limit === "string" && `for one ${detail.limit}`,
      typeof detail.lines === "number" && counted(detail.lines),
      instantIn(detail, "due", "due"),
      instantIn(detail, "madeAt", "made"),
      detail.path,
      detail.changed,
      known(links, detail.purpose),
    )
  );
}

const joined = (...parts: unknown[]): string =>
  parts.filter((part) => typeof part === "string").join(", ");

const known = (texts: Record<string, string>, key: unknown): string | undefined =>
  typeof key === "string" && Object.hasOwn(texts, key) ? texts[key] : undefined;

const counted = (lines: number): string => `${lines} ${lines === 1 ? "line" : "lines"}`;

function roleChange({ from, to }: Detail): string | undefined {
  return typeof from === "string" && typeof to === "string" ? `from ${from} to ${to}` : undefined;
}

function instantIn(detail: Detail, key: string, word: string): string | undefined {
  const value = detail[key];
  return typeof value === "string" ? `${word} ${exactTime(new Date(value), "UTC")}` : undefined;
}
