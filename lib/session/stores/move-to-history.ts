import { getTableColumns } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { prepared } from "#db/prepared.ts";
import { sessions } from "#db/schema.ts";
import type { EndingRecord } from "../session-store.ts";

const columns = Object.values(getTableColumns(sessions))
  .map(({ name }) => name)
  .join(", ");

/** Moves one row as it stands from the live sessions to the history. Part of a transaction. */
export function moveToHistory(
  database: Database,
  id: string,
  { reason, actor, at }: EndingRecord,
): void {
  const { copy, remove } = statementsFor(database);
  copy.run({ id, reason, actorKind: actor.kind, actorId: actor.id, endedAt: at.getTime() });
  remove.run(id);
}

/** Whoever ends everything ends a great many. */
const statementsFor = prepared((client) => ({
  copy: client.prepare(
    `insert into ended_sessions (${columns}, reason, actor_kind, actor_id, ended_at)
     select ${columns}, @reason, @actorKind, @actorId, @endedAt from sessions where id = @id`,
  ),
  remove: client.prepare("delete from sessions where id = ?"),
}));
