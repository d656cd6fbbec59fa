import { getTableColumns } from "drizzle-orm";
import type { Database } from "#db/open.ts";
import { sessions } from "#db/schema.ts";
import type { EndingRecord } from "../session-store.ts";

const columns = Object.values(getTableColumns(sessions))
  .map(({ name }) => name)
  .join(", ");

const prepared = new WeakMap<Database["$client"], ReturnType<typeof prepare>>();

/** Moves one row as it stands from the live sessions to the history. Part of a transaction. */
export function moveToHistory(
  { $client: client }: Database,
  id: string,
  { reason, actor, at }: EndingRecord,
): void {
  const { copy, remove } = statementsFor(client);
  copy.run({ id, reason, actorKind: actor.kind, actorId: actor.id, endedAt: at.getTime() });
  remove.run(id);
}

/** Prepared once for each connection: whoever ends everything ends a great many. */
function statementsFor(client: Database["$client"]): ReturnType<typeof prepare> {
  const statements = prepared.get(client) ?? prepare(client);
  prepared.set(client, statements);
  return statements;
}

function prepare(client: Database["$client"]) {
  return {
    copy: client.prepare(
      `insert into ended_sessions (${columns}, reason, actor_kind, actor_id, ended_at)
       select ${columns}, @reason, @actorKind, @actorId, @endedAt from sessions where id = @id`,
    ),
    remove: client.prepare("delete from sessions where id = ?"),
  };
}
