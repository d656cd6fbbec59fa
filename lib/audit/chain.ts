import { hash } from "node:crypto";

/** What a line's link is made of, exactly as the database keeps it: instants in milliseconds, `detail` as its text. */
export interface LinkedLine {
  id: number;
  at: number;
  name: string;
  actorKind: string;
  actorId: string | null;
  actorSessionId: string | null;
  accountId: string | null;
  sessionId: string | null;
  addressHash: Buffer | null;
  detail: string;
}

/** What the first line of a trail is chained to. */
export const noChain: Buffer = Buffer.alloc(32);

/** SHA-256 of the chain so far and of the line: whoever changes a line has to change every one after it. */
export function chainAfter(previous: Buffer, line: LinkedLine): Buffer {
  const { id, at, name, actorKind, actorId, actorSessionId, accountId, sessionId } = line;
  const addressHash = line.addressHash?.toString("hex") ?? null;
  const subject = [accountId, sessionId, addressHash, line.detail];
  const text = JSON.stringify([id, at, name, actorKind, actorId, actorSessionId, ...subject]);
  return hash("sha256", Buffer.concat([previous, Buffer.from(text)]), "buffer");
}

/** Stands in the chain for the address. Once the salt is forgotten too, nobody can find the address by trying all. */
export function hashAddress(salt: Buffer, address: string): Buffer {
  return hash("sha256", Buffer.concat([salt, Buffer.from(address)]), "buffer");
}

/** One point of the chain, to be kept elsewhere: what stands up to it cannot be changed unnoticed any more. */
export interface Head {
  id: number;
  chain: Buffer;
}

export const headText = ({ id, chain }: Head): string => `${id}:${chain.toString("hex")}`;

/** Reads `<id>:<64 hexadecimal digits>`; anything else is null. */
export function parseHead(text: string): Head | null {
  const [, id, chain] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text.trim()) ?? [];
  return id && chain ? { id: Number(id), chain: Buffer.from(chain, "hex") } : null;
}
