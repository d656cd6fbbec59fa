import type { endReasons, roles, sessionKinds } from "#db/schema.ts";

export type SessionKind = (typeof sessionKinds)[number];
export type EndReason = (typeof endReasons)[number];
export type Role = (typeof roles)[number];

/** What is known of the browser or program on the other end of a request. */
export interface Client {
  address: string;
  userAgent: string;
}

/** The account as every page and action needs it. */
export interface SessionAccount {
  id: string;
  name: string;
  email: string;
  role: Role;
}

/** A live session with its account. `id` is public; the token is never part of it. */
export interface Session extends Client {
  id: string;
  kind: SessionKind;
  remembered: boolean;
  createdAt: Date;
  lastSeenAt: Date;
  authenticatedAt: Date;
  /** When it ends by itself if it is not used again: the idle or the absolute timeout, whichever is first. */
  expiresAt: Date;
  deviceName: string | null;
  place: string | null;
  account: SessionAccount;
}

/** How a session ended, as much as may be told to whoever still carries its cookie. */
export interface Ending {
  reason: EndReason;
  by: "you" | "administrator" | "latchkey";
  endedAt: Date;
}
