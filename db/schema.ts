import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  blob,
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

// Instants are milliseconds since the epoch: exact, sortable, the same in every time zone.
const instant = (name: string) => integer(name, { mode: "timestamp_ms" });
const sha256 = (name: string) => blob(name, { mode: "buffer" });
const oneOf = (column: AnySQLiteColumn, values: readonly string[]) =>
  sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(", "))})`;

export const roles = ["admin", "member"] as const;
export const sessionKinds = ["browser", "app", "service"] as const;
export const endReasons = [
  "signed_out",
  "revoked",
  "revoked_everywhere",
  "forced",
  "banned",
  "password_changed",
  "role_changed",
  "idle",
  "expired",
  "replaced",
  "theft",
  "account_deleted",
] as const;
/** Who did it: a person with an account, somebody not signed in, somebody at the shell, or Latchkey itself. */
export const actorKinds = ["account", "visitor", "command_line", "system"] as const;

/** What the trail records, in the words of the OWASP logging vocabulary. */
export const eventNames = [
  "authn_login_success",
  "authn_login_fail",
  "authn_login_fail_max",
  "authn_login_lock",
  "authn_password_change",
  "authn_password_change_fail",
  "authn_token_created",
  "authn_token_revoked",
  "authn_token_reuse",
  "authn_token_delete",
  "session_renewed",
  "session_expired",
  "user_created",
  "user_updated",
  "user_banned",
  "user_unbanned",
  "user_exported",
  "user_archived",
  "user_deleted",
  "authz_change",
  "authz_fail",
  "excess_rate_limit_exceeded",
  "malicious_csrf",
  "sys_setup_link_issued",
  "sys_startup",
  "sys_shutdown",
  "sys_restored",
  "sys_trail_purged",
] as const;

export const accounts = sqliteTable(
  "accounts",
  {
    // The search index and the pages count on a number that VACUUM leaves alone.
    rowId: integer("row_id").primaryKey({ autoIncrement: true }),
    id: text("id").notNull().unique(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    passwordHash: text("password_hash").notNull(),
    role: text("role", { enum: roles }).notNull(),
    bannedAt: instant("banned_at"),
    bannedUntil: instant("banned_until"),
    banReason: text("ban_reason"),
    emailVerifiedAt: instant("email_verified_at"),
    createdAt: instant("created_at").notNull(),
    passwordChangedAt: instant("password_changed_at").notNull(),
    /** Somebody said that a sign-in was not theirs: only a reset by mail leads in again. */
    resetRequiredAt: instant("reset_required_at"),
    /** When the account is deleted, unless its owner signs in and keeps it. */
    deletionDueAt: instant("deletion_due_at"),
  },
  (table) => [
    uniqueIndex("accounts_by_email").on(sql`lower(${table.email})`),
    index("accounts_by_role").on(table.role),
    index("accounts_banned").on(table.rowId).where(sql`banned_at is not null`),
    index("accounts_by_deletion").on(table.deletionDueAt).where(sql`deletion_due_at is not null`),
    check("accounts_role", oneOf(table.role, roles)),
  ],
);

const sessionColumns = () => ({
  id: text("id").primaryKey(),
  tokenHash: sha256("token_hash").notNull(),
  accountId: text("account_id").notNull(),
  kind: text("kind", { enum: sessionKinds }).notNull(),
  remembered: integer("remembered", { mode: "boolean" }).notNull(),
  createdAt: instant("created_at").notNull(),
  lastSeenAt: instant("last_seen_at").notNull(),
  authenticatedAt: instant("authenticated_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  address: text("address").notNull(),
  userAgent: text("user_agent").notNull(),
  deviceName: text("device_name"),
  place: text("place"),
});

/** Live sessions only; ending one moves its row to `ended_sessions`. */
export const sessions = sqliteTable(
  "sessions",
  {
    ...sessionColumns(),
    accountId: text("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "restrict" }),
  },
  (table) => [
    uniqueIndex("sessions_by_token").on(table.tokenHash),
    index("sessions_by_account").on(table.accountId, table.lastSeenAt),
    index("sessions_by_expiry").on(table.expiresAt),
    index("sessions_by_idleness").on(table.remembered, table.lastSeenAt),
    check("sessions_kind", oneOf(table.kind, sessionKinds)),
  ],
);

export const endedSessions = sqliteTable(
  "ended_sessions",
  {
    ...sessionColumns(),
    reason: text("reason", { enum: endReasons }).notNull(),
    actorKind: text("actor_kind", { enum: actorKinds }).notNull(),
    actorId: text("actor_id"),
    endedAt: instant("ended_at").notNull(),
  },
  (table) => [
    uniqueIndex("ended_sessions_by_token").on(table.tokenHash),
    index("ended_sessions_by_account").on(table.accountId, table.endedAt),
    index("ended_sessions_by_ended_at").on(table.endedAt),
    check("ended_sessions_reason", oneOf(table.reason, endReasons)),
    check("ended_sessions_actor_kind", oneOf(table.actorKind, actorKinds)),
  ],
);

/** The audit trail. Rows are added, never changed. */
export const events = sqliteTable(
  "events",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    at: instant("at").notNull(),
    name: text("name", { enum: eventNames }).notNull(),
    actorKind: text("actor_kind", { enum: actorKinds }).notNull(),
    actorId: text("actor_id"),
    /** The session through which they acted; `sessionId` is the one that it was about. */
    actorSessionId: text("actor_session_id"),
    accountId: text("account_id"),
    sessionId: text("session_id"),
    /** Forgotten sooner than the line, with its salt; what the chain covers is the hash of both. */
    address: text("address"),
    addressSalt: blob("address_salt", { mode: "buffer" }),
    addressHash: sha256("address_hash"),
    detail: text("detail", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
    /** SHA-256 of the line before's and of everything in this one; null in lines from before there was a chain. */
    chain: sha256("chain"),
  },
  (table) => [
    index("events_by_name").on(table.name, table.id),
    index("events_by_account").on(table.accountId, table.id),
    index("events_by_actor").on(table.actorId, table.id),
    check("events_actor_kind", oneOf(table.actorKind, actorKinds)),
  ],
);

export const tokenPurposes = [
  "setup",
  "reset_password",
  "verify_email",
  "change_email",
  "disown_session",
] as const;

/** Tokens that work once: only their SHA-256 is kept. */
export const oneTimeTokens = sqliteTable(
  "one_time_tokens",
  {
    tokenHash: sha256("token_hash").primaryKey(),
    purpose: text("purpose", { enum: tokenPurposes }).notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    accountId: text("account_id").references(() => accounts.id, { onDelete: "cascade" }),
    /** The session that `disown_session` ends. */
    sessionId: text("session_id"),
    /** The address that is verified or changed to. */
    email: text("email"),
  },
  (table) => [
    index("one_time_tokens_by_account").on(table.accountId, table.purpose),
    index("one_time_tokens_by_expiry").on(table.expiresAt),
  ],
);

export const mailKinds = [
  "reset_password",
  "no_account",
  "verify_email",
  "address_taken",
  "change_email",
  "email_changed",
  "password_changed",
  "new_device",
  "deletion_requested",
] as const;

/** Mail that waits to be sent. No secrets: a link's token is made when the mail is. */
export const mails = sqliteTable(
  "mails",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    kind: text("kind", { enum: mailKinds }).notNull(),
    recipient: text("recipient").notNull(),
    accountId: text("account_id").references(() => accounts.id, { onDelete: "cascade" }),
    sessionId: text("session_id"),
    detail: text("detail", { mode: "json" }).$type<Record<string, string>>().notNull(),
    createdAt: instant("created_at").notNull(),
    /** When to try next. */
    dueAt: instant("due_at").notNull(),
    attempts: integer("attempts").notNull(),
  },
  (table) => [index("mails_by_due").on(table.dueAt)],
);

/** Browsers in which somebody has signed in to the account: a stranger cannot lock those out. */
export const knownDevices = sqliteTable(
  "known_devices",
  {
    accountId: text("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    tokenHash: sha256("token_hash").notNull(),
    createdAt: instant("created_at").notNull(),
    lastUsedAt: instant("last_used_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.tokenHash] }),
    index("known_devices_by_use").on(table.lastUsedAt),
  ],
);

/** Facts about the database as a whole, such as that it is a copy, or where the purged part of the trail ended. */
export const facts = sqliteTable("facts", {
  name: text("name").primaryKey(),
  value: text("value", { mode: "json" }).$type<unknown>().notNull(),
});

/** How many rows a table has, kept by triggers: counting ten million of them would hold everybody up. */
export const tallies = sqliteTable("tallies", {
  name: text("name", { enum: ["sessions"] }).primaryKey(),
  rows: integer("rows").notNull(),
});

/** Failed sign-ins that still count, by a key such as `account:…` or `address:…`. */
export const throttles = sqliteTable(
  "throttles",
  {
    key: text("key").primaryKey(),
    failures: integer("failures").notNull(),
    resetsAt: instant("resets_at").notNull(),
  },
  (table) => [index("throttles_by_resets_at").on(table.resetsAt)],
);
