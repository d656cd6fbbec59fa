import type { AuditEvent, EventName } from "#lib/audit/event.ts";

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

export const eventNameOptions = Object.entries(names) as [EventName, string][];

/** What happened, in two or three words. */
export const eventText = ({ name }: AuditEvent): string => names[name];

/** By whom, where it was nobody with an account. */
export const namelessActors = {
  visitor: "by somebody not signed in",
  command_line: "by somebody at the command line",
  system: "by Latchkey",
} as const;
