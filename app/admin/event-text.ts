import type { AuditEvent, EventName } from "#lib/audit/event.ts";
import type { EndReason } from "#lib/session/session.ts";
import { exactTime } from "../ui/time-text.ts";

const names: Record<EventName, string> = {
  authn_login_success: "Signed in",
  authn_login_fail: "Sign-in refused",
  authn_login_fail_max: "Too many wrong passwords",
  authn_login_lock: "Sign-in closed until a reset",
  authn_password_change: "Password changed",
  authn_password_change_fail: "Password change refused",
  authn_token_created: "Link issued",
  authn_token_revoked: "Session ended",
  authn_token_reuse: "Used link tried again",
  authn_token_delete: "Signed out",
  session_renewed: "Session renewed",
  session_expired: "Session timed out",
  user_created: "Account created",
  user_updated: "Account changed",
  user_banned: "Account banned",
  user_unbanned: "Ban lifted",
  user_exported: "Data exported",
  user_archived: "Deletion requested",
  user_deleted: "Account deleted",
  authz_change: "Role changed",
  authz_fail: "Access refused",
  excess_rate_limit_exceeded: "Too many requests",
  malicious_csrf: "Cross-site request refused",
  sys_setup_link_issued: "Setup link issued",
  sys_startup: "Server started",
  sys_shutdown: "Server stopped",
  sys_restored: "Backup restored",
  sys_trail_purged: "Old events forgotten",
};

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

export const eventNameOptions = Object.entries(names) as [EventName, string][];

/** What happened, in two or three words. */
export const eventText = ({ name }: AuditEvent): string => names[name];

/** The particulars worth a glance; empty when there are none. */
export function detailText({ name, detail }: AuditEvent): string {
  const { reason, until, from, to, why, action, limit, path, changed } = detail;
  if (isEndReason(reason) && name !== "user_banned" && name !== "authn_token_delete")
    return reasons[reason];
  if (typeof reason === "string" && name === "user_banned")
    return `${reason}${typeof until === "string" ? `, ends ${exactTime(new Date(until), "UTC")}` : ""}`;
  if (typeof from === "string" && typeof to === "string") return `from ${from} to ${to}`;
  if (why === "credentials") return "wrong password or unknown account";
  if (why === "banned") return "right password, banned account";
  if (why === "changed") return "right password, account changed meanwhile";
  if (why === "reset_required") return "right password, reset required";
  if (why === "disowned") return "its owner says a sign-in was not theirs";
  if (typeof limit === "string")
    return [action, `for one ${limit}`].filter((part) => typeof part === "string").join(", ");
  return [path, changed].filter((part) => typeof part === "string").join(", ");
}

const isEndReason = (reason: unknown): reason is EndReason =>
  typeof reason === "string" && Object.hasOwn(reasons, reason);

/** By whom, where it was nobody with an account. */
export const namelessActors = {
  visitor: "by somebody not signed in",
  command_line: "by somebody at the command line",
  system: "by Latchkey",
} as const;
