import type { Database } from "#db/open.ts";
import type { Role, SessionKind } from "../session.ts";
import type { FoundSession } from "../session-store.ts";

// The plus changes nothing but keeps SQLite from planning the query anew for each token, as it does when a bound
// value could decide between plans (https://sqlite.org/c3ref/prepare.html): that took longer than the look-up.
const byTokenHash = `
  select s.id, s.account_id, s.kind, s.remembered, s.created_at, s.last_seen_at, s.authenticated_at,
    s.expires_at, s.address, s.user_agent, s.device_name, s.place,
    a.name, a.email, a.role, a.banned_at, a.banned_until
  from sessions s join accounts a on a.id = s.account_id
  where s.token_hash = +?`;

/** In the order of the columns. */
type Row = [
  id: string,
  accountId: string,
  kind: SessionKind,
  remembered: 0 | 1,
  createdAt: number,
  lastSeenAt: number,
  authenticatedAt: number,
  expiresAt: number,
  address: string,
  userAgent: string,
  deviceName: string | null,
  place: string | null,
  name: string,
  email: string,
  role: Role,
  bannedAt: number | null,
  bannedUntil: number | null,
];

/**
 * Finds a session with its account by the hash of its token: what every request asks for, so it goes straight to the
 * driver. Drizzle's way from the row to the object takes twice as long as the look-up.
 */
export function sessionFinder({ $client: client }: Database) {
  const statement = client.prepare<[Buffer], Row>(byTokenHash).raw();
  return (tokenHash: Buffer): FoundSession | null => {
    const row = statement.get(tokenHash);
    return row === undefined ? null : toFound(tokenHash, row);
  };
}

function toFound(tokenHash: Buffer, row: Row): FoundSession {
  const [
    id,
    accountId,
    kind,
    remembered,
    createdAt,
    lastSeenAt,
    authenticatedAt,
    expiresAt,
    address,
    userAgent,
    deviceName,
    place,
    name,
    email,
    role,
    bannedAt,
    bannedUntil,
  ] = row;
  return {
    session: {
      id,
      tokenHash,
      accountId,
      kind,
      remembered: remembered === 1,
      createdAt: new Date(createdAt),
      lastSeenAt: new Date(lastSeenAt),
      authenticatedAt: new Date(authenticatedAt),
      expiresAt: new Date(expiresAt),
      address,
      userAgent,
      deviceName,
      place,
    },
    account: {
      id: accountId,
      name,
      email,
      role,
      bannedAt: bannedAt === null ? null : new Date(bannedAt),
      bannedUntil: bannedUntil === null ? null : new Date(bannedUntil),
    },
  };
}
