/**
 * Notes by account, in memory: the example is about who may see them, not about where they are kept. On globalThis,
 * because Next bundles pages and route handlers apart and each would have a map of its own.
 */
const shared = globalThis as { notes?: Map<string, string[]> };
shared.notes ??= new Map();
const notes = shared.notes;

export const notesOf = (accountId: string): readonly string[] => notes.get(accountId) ?? [];

export function addNote(accountId: string, text: string): void {
  notes.set(accountId, [...notesOf(accountId), text]);
}
