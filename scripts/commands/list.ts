import { plain, print, write } from "./terminal.ts";

/** What a list is made of; each page is printed before the next one is read. */
export type Pages<T> = AsyncIterable<readonly T[]>;

export interface Column<T> {
  title: string;
  cell: (item: T) => string;
}

/** Prints aligned columns. They only grow: where a later page needs more room, its rows stand wider. */
export async function printTable<T>(
  pages: Pages<T>,
  columns: Column<T>[],
  none: string,
): Promise<void> {
  const widths = columns.map(() => 0);
  let isEmpty = true;
  for await (const items of pages) {
    if (items.length === 0) continue;
    const rows = items.map((item) => columns.map(({ cell }) => plain(cell(item))));
    if (isEmpty) rows.unshift(columns.map(({ title }) => title));
    isEmpty = false;
    await print(align(rows, widths).join("\n"));
  }
  if (isEmpty) await print(none);
}

/** Prints one JSON array with an item on each line. */
export async function printJson<T>(pages: Pages<T>, show: (item: T) => object): Promise<void> {
  let before = "[\n";
  for await (const items of pages) {
    if (items.length === 0) continue;
    await write(before + items.map((item) => `  ${toJson(show(item))}`).join(",\n"));
    before = ",\n";
  }
  await print(before === ",\n" ? "\n]" : "[]");
}

/** To the minute, in UTC. */
export const minute = (instant: Date): string => `${instant.toISOString().slice(0, 16)}Z`;

/** Widens `widths` to the longest cells. Names stand in the last column, where nothing follows to be aligned. */
function align(rows: string[][], widths: number[]): string[] {
  for (const row of rows)
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

const toJson = (item: object): string => escaped(JSON.stringify(item));

/** JSON escapes the control characters below a space only; a terminal obeys others as well. Line ends stay. */
export function escaped(json: string): string {
  return json.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
