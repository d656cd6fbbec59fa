import type { ReactNode } from "react";
import { Button } from "#app/ui/button.tsx";
import { Desk } from "#app/ui/desk.tsx";
import { Field } from "#app/ui/field.tsx";
import { requireSession } from "#lib/http/guards.ts";
import { writeNote } from "./actions.ts";
import { notesOf } from "./notes.ts";

export default async function NotesPage(): Promise<ReactNode> {
  const session = await requireSession();
  return (
    <Desk session={session} heading="Notes">
      <form action={writeNote} className="flex items-end gap-3">
        <Field label="Note" name="text" required />
        <Button>Add</Button>
      </form>
      <ul>
        {notesOf(session.account.id).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Desk>
  );
}
