import { vi } from "vitest";
import type { Database } from "#db/open.ts";

/** How SQLite carries out each statement that `work` prepares, one line a step: "SEARCH sessions USING INDEX …". */
export async function queryPlans(
  database: Database,
  work: () => Promise<unknown>,
): Promise<string[]> {
  const { $client: client } = database;
  const prepare = vi.spyOn(client, "prepare");
  await work();
  const statements = new Set(prepare.mock.calls.map(([statement]) => statement));
  prepare.mockRestore();
  return [...statements].flatMap((statement) => {
    const parameters = Array.from(statement.matchAll(/\?/g), () => null);
    const steps = client.prepare(`explain query plan ${statement}`).all(...parameters);
    return (steps as { detail: string }[]).map(({ detail }) => detail);
  });
}
