"use server";

import { refresh } from "next/cache";
import { requireSession } from "#lib/http/guards.ts";
import { addNote } from "./notes.ts";

export async function writeNote(form: FormData): Promise<void> {
  const { account } = await requireSession();
  const text = form.get("text");
  if (typeof text === "string" && text !== "") addNote(account.id, text.slice(0, 200));
  refresh();
}
