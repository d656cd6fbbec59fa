/** Notes by account, in memory: the example is about who may see them, not about where they are kept. */
const notes = new Map<string, string[]>();

export const notesOf = (accountId: string): readonly string[] => notes.get(accountId) ?? [];

export function addNote(accountId: string, text: string): void {
  notes.set(accountId, [...notesOf(accountId), text]);
}
