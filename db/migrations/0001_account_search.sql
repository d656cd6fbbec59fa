-- Any part of a name or an address is found by its trigrams, however many accounts there are.
CREATE VIRTUAL TABLE accounts_search USING fts5(email, name, content='accounts', content_rowid='row_id', tokenize='trigram');
--> statement-breakpoint
CREATE TRIGGER accounts_search_insert AFTER INSERT ON accounts BEGIN
  INSERT INTO accounts_search(rowid, email, name) VALUES (new.row_id, new.email, new.name);
END;
--> statement-breakpoint
CREATE TRIGGER accounts_search_delete AFTER DELETE ON accounts BEGIN
  INSERT INTO accounts_search(accounts_search, rowid, email, name) VALUES ('delete', old.row_id, old.email, old.name);
END;
--> statement-breakpoint
CREATE TRIGGER accounts_search_update AFTER UPDATE OF email, name ON accounts BEGIN
  INSERT INTO accounts_search(accounts_search, rowid, email, name) VALUES ('delete', old.row_id, old.email, old.name);
  INSERT INTO accounts_search(rowid, email, name) VALUES (new.row_id, new.email, new.name);
END;
--> statement-breakpoint
-- The trail is written once. Old rows may be purged; none may be changed.
CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN
  SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
