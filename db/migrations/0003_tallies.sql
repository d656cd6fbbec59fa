CREATE TABLE `tallies` (
	`name` text PRIMARY KEY NOT NULL,
	`rows` integer NOT NULL
);
--> statement-breakpoint
INSERT INTO tallies (name, rows) SELECT 'sessions', count(*) FROM sessions;
--> statement-breakpoint
CREATE TRIGGER sessions_tally_insert AFTER INSERT ON sessions BEGIN
  UPDATE tallies SET rows = rows + 1 WHERE name = 'sessions';
END;
--> statement-breakpoint
CREATE TRIGGER sessions_tally_delete AFTER DELETE ON sessions BEGIN
  UPDATE tallies SET rows = rows - 1 WHERE name = 'sessions';
END;
