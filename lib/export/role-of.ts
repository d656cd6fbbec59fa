import type { Actor } from "#lib/audit/event.ts";

/** What somebody was to the person whose data it is; other people have no name in it. */
export function roleOf({ kind, id }: Pick<Actor, "kind" | "id">, accountId: string): string {
  if (kind === "system") return "Latchkey";
  if (kind === "visitor") return "somebody not signed in";
  return id === accountId ? "you" : "an administrator";
}
