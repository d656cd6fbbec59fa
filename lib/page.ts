/** One page of a list, newest first. Null means there is nothing further that way. */
export interface Page<T> {
  items: T[];
  newer: number | null;
  older: number | null;
}

/** What follows `older`, or what stands before `newer`; the first page without either. */
export interface PageRequest {
  older?: number | null;
  newer?: number | null;
  size?: number;
}

/** Where a page starts and which way it is read; `limit` is one more than fits, to see whether more follows. */
export interface Range {
  direction: "older" | "newer";
  from: number | null;
  limit: number;
}

const defaultSize = 50;

/**
 * Pages by position in an ever-growing number instead of by offset, so that a far page costs what the first does
 * and rows that arrive meanwhile shift nothing.
 */
export function pageOf<T>(
  request: PageRequest,
  position: (item: T) => number,
  read: (range: Range) => T[],
): Page<T> {
  const range = rangeOf(request);
  return pageFrom(read(range), position, range);
}

/** What to read for a page; whoever reads it takes it to `pageFrom`. */
export function rangeOf({ older = null, newer = null, size = defaultSize }: PageRequest): Range {
  const direction = newer !== null && older === null ? "newer" : "older";
  return { direction, from: direction === "newer" ? newer : older, limit: size + 1 };
}

/** The page that was read as `range` asked. */
export function pageFrom<T>(
  rows: T[],
  position: (item: T) => number,
  { direction, from, limit }: Range,
): Page<T> {
  const size = limit - 1;
  const items = rows.slice(0, size);
  if (direction === "newer") items.reverse();
  const first = items[0];
  const last = items.at(-1);
  const more = rows.length > size;
  const hasNewer = direction === "newer" ? more : from !== null;
  const hasOlder = direction === "older" ? more : true;
  return {
    items,
    newer: hasNewer && first !== undefined ? position(first) : null,
    older: hasOlder && last !== undefined ? position(last) : null,
  };
}

/** A cursor from a URL, or null. */
export function parseCursor(value: unknown): number | null {
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

/** Every page from the newest on, each read when it is asked for: a list of any length fits into memory. */
export async function* everyPage<T>(
  read: (request: PageRequest) => Promise<Page<T>>,
  size = 200,
): AsyncGenerator<T[]> {
  let older: number | null = null;
  do {
    const page: Page<T> = await read({ older, size });
    yield page.items;
    older = page.older;
  } while (older !== null);
}
