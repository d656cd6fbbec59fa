export type Chance = ReturnType<typeof chanceFrom>;

const odd = [..."\"'<>&;=%{}[]$\\/?#@\r\n\t\0\u00e9\u202e\ud83d\ude00aA0-_. "];

/** Chance that takes the same course from the same `seed` (mulberry32). */
export function chanceFrom(seed: number) {
  let state = seed;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, limit);
  };
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const text = (): string => Array.from({ length: below(40) }, () => pick(odd)).join("");
  return {
    below,
    pick,
    /** What may stand anywhere but in a header or a path. */
    text: () =>
      encodeURIComponent(text().toWellFormed()).replace(/%(?=[2-5])/g, pick(["%", "%25"])),
    /** What Node lets stand in a header. */
    header: () => text().replace(/[^\x20-\x7e\xa0-\xff]/g, ""),
    /** The same with one piece dropped, doubled or replaced. */
    mutate(given: string): string {
      const at = below(given.length);
      const tail = given.slice(at + 1 + below(8));
      const piece = pick(["", given.slice(at, at + 4), "A", "*", "~", "..", "%00"]);
      return given.slice(0, at) + piece + tail;
    },
  };
}
