import { currentSession } from "#lib/http/current-session.ts";
import { noSession } from "#lib/http/no-session.ts";
import { notesOf } from "../../notes/notes.ts";

export async function GET(): Promise<Response> {
  const session = await currentSession();
  return session ? Response.json({ notes: notesOf(session.account.id) }) : noSession();
}
