CREATE TABLE `facts` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `known_devices` (
	`account_id` text NOT NULL,
	`token_hash` blob NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `token_hash`),
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `known_devices_by_use` ON `known_devices` (`last_used_at`);--> statement-breakpoint
CREATE TABLE `mails` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`recipient` text NOT NULL,
	`account_id` text,
	`session_id` text,
	`detail` text NOT NULL,
	`created_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `mails_by_due` ON `mails` (`due_at`);--> statement-breakpoint
DROP INDEX `accounts_by_banned_at`;--> statement-breakpoint
ALTER TABLE `accounts` ADD `reset_required_at` integer;--> statement-breakpoint
ALTER TABLE `accounts` ADD `deletion_due_at` integer;--> statement-breakpoint
CREATE INDEX `accounts_banned` ON `accounts` (`row_id`) WHERE banned_at is not null;--> statement-breakpoint
CREATE INDEX `accounts_by_deletion` ON `accounts` (`deletion_due_at`) WHERE deletion_due_at is not null;--> statement-breakpoint
ALTER TABLE `events` ADD `address_salt` blob;--> statement-breakpoint
ALTER TABLE `events` ADD `address_hash` blob;--> statement-breakpoint
ALTER TABLE `events` ADD `chain` blob;--> statement-breakpoint
ALTER TABLE `one_time_tokens` ADD `account_id` text REFERENCES accounts(id) ON DELETE cascade;--> statement-breakpoint
ALTER TABLE `one_time_tokens` ADD `session_id` text;--> statement-breakpoint
ALTER TABLE `one_time_tokens` ADD `email` text;--> statement-breakpoint
CREATE INDEX `one_time_tokens_by_account` ON `one_time_tokens` (`account_id`,`purpose`);--> statement-breakpoint
CREATE INDEX `one_time_tokens_by_expiry` ON `one_time_tokens` (`expires_at`);--> statement-breakpoint
-- The one change that a line may see: its address and the salt of the address are forgotten.
DROP TRIGGER events_never_change;--> statement-breakpoint
CREATE TRIGGER events_never_change BEFORE UPDATE ON events
WHEN NOT (new.address IS NULL AND new.address_salt IS NULL AND new.id IS old.id AND new.at IS old.at
  AND new.name IS old.name AND new.actor_kind IS old.actor_kind AND new.actor_id IS old.actor_id
  AND new.actor_session_id IS old.actor_session_id AND new.account_id IS old.account_id
  AND new.session_id IS old.session_id AND new.address_hash IS old.address_hash
  AND new.detail IS old.detail AND new.chain IS old.chain)
BEGIN
  SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
