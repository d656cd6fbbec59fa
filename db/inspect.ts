import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { DatabaseRefused } from "./database-refused.ts";
import { applicationId } from "./migrate.ts";

// Offsets in the first page: https://www.sqlite.org/fileformat2.html#the_database_header
const headerBytes = 100;
const magic = "SQLite format 3\0";

/**
 * Reads the file's header without opening it in SQLite, which might write to it.
 * Returns whether there is a file; throws `DatabaseRefused` when it is not a whole Latchkey database.
 */
export function inspect(file: string): "absent" | "present" {
  if (!existsSync(file)) {
    if (!hasLog(file)) return "absent";
    throw new DatabaseRefused(file, "is missing, though its -wal file is there");
  }
  const header = readHeader(file);
  if (header.length === 0) throw new DatabaseRefused(file, "is empty");
  if (header.length < headerBytes || header.toString("latin1", 0, 16) !== magic)
    throw new DatabaseRefused(file, "is not a database");
  if (header.readUInt32BE(68) !== applicationId)
    throw new DatabaseRefused(file, "belongs to another program");
  // After a crash the header may promise pages that only the -wal file has yet; SQLite will put them in place.
  if (!hasLog(file) && statSync(file).size < wholeSize(header))
    throw new DatabaseRefused(file, "is cut short");
  return "present";
}

/** Whether there is a -wal file with something in it. */
function hasLog(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function readHeader(file: string): Buffer {
  const descriptor = openForReading(file);
  try {
    const header = Buffer.alloc(headerBytes);
    return header.subarray(0, readSync(descriptor, header, 0, headerBytes, 0));
  } catch {
    throw new DatabaseRefused(file, "is not a file");
  } finally {
    closeSync(descriptor);
  }
}

function openForReading(file: string): number {
  try {
    return openSync(file, "r");
  } catch {
    throw new DatabaseRefused(file, "cannot be read");
  }
}

/** The size the header promises, in bytes; nothing is promised when an old writer left the count stale. */
function wholeSize(header: Buffer): number {
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const countIsValid = header.readUInt32BE(24) === header.readUInt32BE(92);
  return countIsValid ? pageSize * header.readUInt32BE(28) : 0;
}
