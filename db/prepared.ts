import type { Database } from "./open.ts";

type Client = Database["$client"];

/** Statements that are prepared once for each connection, when they are first asked for. */
export function prepared<T>(prepare: (client: Client) => T): (database: Database) => T {
  const known = new WeakMap<Client, T>();
  return ({ $client: client }) => {
    const statements = known.get(client) ?? prepare(client);
    known.set(client, statements);
    return statements;
  };
}
