import type { Database } from "#db/open.ts";
import { chainAfter, type Head, hashAddress, type LinkedLine, noChain } from "./chain.ts";
import { type TrailAnchor, trailAnchor } from "./trail-anchor.ts";

/** What a walk along the whole trail found. `line` is the number of the first line that does not fit. */
export type TrailFinding =
  | { kind: "intact"; events: number; unchained: number; head: Head | null }
  | { kind: "broken"; line: number; why: string }
  /** The trail holds together, but the head that was expected is not in it. */
  | { kind: "head_missing"; why: "rewritten" | "cut_off" | "purged" };

/**
 * Works every link of the trail out anew, in one reading transaction, a line at a time. Holds up the event loop for
 * as long as it takes: for the command line. `expected` is an earlier head that was kept elsewhere; without one, a
 * trail that was rewritten from some line to its end looks intact.
 */
export function verifyTrail(database: Database, expected?: Head): TrailFinding {
  const { $client: client } = database;
  return client.transaction(() => walk(database, expected))();
}

interface StoredLine extends LinkedLine {
  address: string | null;
  addressSalt: Buffer | null;
  chain: Buffer | null;
}

interface Walk {
  /** The line before: its number, and its chain unless it is from before there was one. */
  id: number;
  chain: Buffer | null;
  events: number;
  unchained: number;
  sawExpected: boolean;
}

function walk(database: Database, expected: Head | undefined): TrailFinding {
  const anchor = trailAnchor(database);
  const so: Walk = {
    id: anchor?.id ?? 0,
    chain: anchor?.chain ?? null,
    events: 0,
    unchained: 0,
    sawExpected: anchor !== null && isHead(expected, anchor),
  };
  const lines = database.$client.prepare(readLines).iterate() as IterableIterator<StoredLine>;
  for (const line of lines) {
    const why = faultOf(line, so);
    if (why !== null) return { kind: "broken", line: line.id, why };
    so.events++;
    if (line.chain === null) so.unchained++;
    so.sawExpected ||= isHead(expected, line);
    Object.assign(so, { id: line.id, chain: line.chain });
  }
  return conclusion(database, so, anchor, expected);
}

const readLines = `select id, at, name, actor_kind as actorKind, actor_id as actorId,
  actor_session_id as actorSessionId, account_id as accountId, session_id as sessionId, address,
  address_salt as addressSalt, address_hash as addressHash, detail, chain from events order by id`;

/** Why the line does not follow the one before; null when it does. */
function faultOf(line: StoredLine, before: Walk): string | null {
  if (line.chain === null)
    return before.chain === null ? null : "it has no link, though the one before it has";
  if (line.id !== before.id + 1) return `nothing stands between it and line ${before.id}`;
  if (!hasOwnAddress(line)) return "its address is not the one that was recorded";
  return chainAfter(before.chain ?? noChain, line).equals(line.chain)
    ? null
    : "it, or the line before it, is not what was recorded";
}

/** A forgotten address is fine; another one in its place is not. */
function hasOwnAddress({ address, addressSalt, addressHash }: StoredLine): boolean {
  if (address === null) return addressSalt === null;
  if (addressSalt === null || addressHash === null) return false;
  return hashAddress(addressSalt, address).equals(addressHash);
}

function conclusion(
  database: Database,
  { id, chain, events, unchained, sawExpected }: Walk,
  anchor: TrailAnchor | null,
  expected: Head | undefined,
): TrailFinding {
  const last = lastIdEver(database);
  if (last > id) return { kind: "broken", line: id + 1, why: "it and what followed are not there" };
  if (expected !== undefined && !sawExpected)
    return { kind: "head_missing", why: whyMissing(expected, id, anchor) };
  return { kind: "intact", events, unchained, head: chain && { id, chain } };
}

function whyMissing({ id }: Head, lastId: number, anchor: TrailAnchor | null) {
  if (id > lastId) return "cut_off";
  return anchor !== null && id < anchor.id ? "purged" : "rewritten";
}

function isHead(expected: Head | undefined, line: { id: number; chain: Buffer | null }): boolean {
  return expected?.id === line.id && line.chain?.equals(expected.chain) === true;
}

function lastIdEver({ $client: client }: Database): number {
  const seq = client.prepare("select seq from sqlite_sequence where name = 'events'").pluck().get();
  return (seq as number | undefined) ?? 0;
}
