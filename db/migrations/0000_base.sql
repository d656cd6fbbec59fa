CREATE TABLE `accounts` (
	`row_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`password_hash` text NOT NULL,
	`role` text NOT NULL,
	`banned_at` integer,
	`banned_until` integer,
	`ban_reason` text,
	`email_verified_at` integer,
	`created_at` integer NOT NULL,
	`password_changed_at` integer NOT NULL,
	CONSTRAINT "accounts_role" CHECK("accounts"."role" in ('admin', 'member'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_id_unique` ON `accounts` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_by_email` ON `accounts` (lower("email"));--> statement-breakpoint
CREATE INDEX `accounts_by_role` ON `accounts` (`role`);--> statement-breakpoint
CREATE INDEX `accounts_by_banned_at` ON `accounts` (`banned_at`) WHERE banned_at is not null;--> statement-breakpoint
CREATE TABLE `ended_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` blob NOT NULL,
	`account_id` text NOT NULL,
	`kind` text NOT NULL,
	`remembered` integer NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`authenticated_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`address` text NOT NULL,
	`user_agent` text NOT NULL,
	`device_name` text,
	`place` text,
	`reason` text NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`ended_at` integer NOT NULL,
	CONSTRAINT "ended_sessions_reason" CHECK("ended_sessions"."reason" in ('signed_out', 'revoked', 'revoked_everywhere', 'forced', 'banned', 'password_changed', 'role_changed', 'idle', 'expired', 'replaced', 'theft', 'account_deleted')),
	CONSTRAINT "ended_sessions_actor_kind" CHECK("ended_sessions"."actor_kind" in ('account', 'visitor', 'command_line', 'system'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ended_sessions_by_token` ON `ended_sessions` (`token_hash`);--> statement-breakpoint
CREATE INDEX `ended_sessions_by_account` ON `ended_sessions` (`account_id`,`ended_at`);--> statement-breakpoint
CREATE INDEX `ended_sessions_by_ended_at` ON `ended_sessions` (`ended_at`);--> statement-breakpoint
CREATE TABLE `events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`name` text NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`actor_session_id` text,
	`account_id` text,
	`session_id` text,
	`address` text,
	`detail` text NOT NULL,
	CONSTRAINT "events_actor_kind" CHECK("events"."actor_kind" in ('account', 'visitor', 'command_line', 'system'))
);
--> statement-breakpoint
CREATE INDEX `events_by_name` ON `events` (`name`,`id`);--> statement-breakpoint
CREATE INDEX `events_by_account` ON `events` (`account_id`,`id`);--> statement-breakpoint
CREATE INDEX `events_by_actor` ON `events` (`actor_id`,`id`);--> statement-breakpoint
CREATE TABLE `one_time_tokens` (
	`token_hash` blob PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` blob NOT NULL,
	`account_id` text NOT NULL,
	`kind` text NOT NULL,
	`remembered` integer NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`authenticated_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`address` text NOT NULL,
	`user_agent` text NOT NULL,
	`device_name` text,
	`place` text,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "sessions_kind" CHECK("sessions"."kind" in ('browser', 'app', 'service'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_by_token` ON `sessions` (`token_hash`);--> statement-breakpoint
CREATE INDEX `sessions_by_account` ON `sessions` (`account_id`,`last_seen_at`);--> statement-breakpoint
CREATE INDEX `sessions_by_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE INDEX `sessions_by_idleness` ON `sessions` (`remembered`,`last_seen_at`);--> statement-breakpoint
CREATE TABLE `throttles` (
	`key` text PRIMARY KEY NOT NULL,
	`failures` integer NOT NULL,
	`resets_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `throttles_by_resets_at` ON `throttles` (`resets_at`);