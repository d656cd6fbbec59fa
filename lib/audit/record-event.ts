import { randomBytes } from "node:crypto";
import { type Database, immediate } from "#db/open.ts";
import { prepared } from "#db/prepared.ts";
import { chainAfter, hashAddress, type LinkedLine, noChain } from "./chain.ts";
import type { NewEvent } from "./event.ts";
import { trailAnchor } from "./trail-anchor.ts";

type RandomBytes = (size: number) => Buffer;

/** Adds one line to the trail. Called inside the transaction of whatever it records, so neither stands alone. */
export function recordEvent(database: Database, event: NewEvent, random?: RandomBytes): void {
  recordEvents(database, [event], random);
}

/** Adds a line for each, every one chained to the one before; the rest as `recordEvent`. */
export function recordEvents(
  database: Database,
  added: NewEvent[],
  random: RandomBytes = randomBytes,
): void {
  // Nobody else may add a line between reading the last one and writing the next.
  immediate(database, () => chainOn(database, added, random));
}

function chainOn(database: Database, added: NewEvent[], random: RandomBytes): void {
  const { insert, lastId } = statementsFor(database);
  let id = (lastId.get() as number | undefined) ?? 0;
  let chain = lastChain(database);
  for (const event of added) {
    const salt = event.actor.address === null ? null : random(16);
    const line = toLine(++id, event, salt);
    chain = chainAfter(chain, line);
    const { at, name, actorKind, actorId, actorSessionId, accountId, sessionId } = line;
    const who = [actorKind, actorId, actorSessionId, accountId, sessionId, event.actor.address];
    insert.run(id, at, name, ...who, salt, line.addressHash, line.detail, chain);
  }
}

function lastChain(database: Database): Buffer {
  const last = statementsFor(database).lastChain.get() as Buffer | null | undefined;
  return (last === undefined ? trailAnchor(database)?.chain : last) ?? noChain;
}

function toLine(id: number, event: NewEvent, salt: Buffer | null): LinkedLine {
  const { name, actor, at, accountId = null, sessionId = null, detail = {} } = event;
  return {
    id,
    at: at.getTime(),
    name,
    actorKind: actor.kind,
    actorId: actor.id,
    actorSessionId: actor.sessionId,
    accountId,
    sessionId,
    addressHash: salt && hashAddress(salt, actor.address ?? ""),
    detail: JSON.stringify(detail),
  };
}

/** Every change in Latchkey writes a line. */
const statementsFor = prepared((client) => ({
  // The number of the last line there ever was, even when it has been purged since.
  lastId: client.prepare("select seq from sqlite_sequence where name = 'events'").pluck(),
  lastChain: client.prepare("select chain from events order by id desc limit 1").pluck(),
  insert: client.prepare(
    `insert into events (id, at, name, actor_kind, actor_id, actor_session_id, account_id, session_id,
       address, address_salt, address_hash, detail, chain)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ),
}));
