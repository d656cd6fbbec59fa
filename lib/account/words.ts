/** What was typed into a search: words that all have to occur. */
export type Words = readonly string[];

const most = 8;
const indexedFrom = 3;

/** No name and no address is longer, and a pattern of any length would be too much for the engine. */
const longest = 320;

export function wordsIn(text: string): Words {
  // A null character would end the expression that the index is asked.
  return text
    .replaceAll("\0", " ")
    .split(/\s+/)
    .filter((word) => word !== "")
    .slice(0, most);
}

/** Tells whether every word occurs in the name or the address, in capitals or not, as the trigram index compares. */
export function occurring(words: Words) {
  if (words.some(({ length }) => length > longest)) return () => false;
  const patterns = words.map((word) => new RegExp(literally(word), "iu"));
  return ({ name, email }: { name: string; email: string }): boolean =>
    patterns.every((pattern) => pattern.test(name) || pattern.test(email));
}

/** What to ask the trigram index; null when no word is long enough for it. */
export function phraseOf(words: Words): string | null {
  const long = words.filter(isIndexed);
  return long.length === 0 ? null : long.map((word) => `"${word.replaceAll('"', '""')}"`).join(" ");
}

const isIndexed = (word: string): boolean => [...word].length >= indexedFrom;

const literally = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
