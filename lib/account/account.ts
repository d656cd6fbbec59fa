import type { accounts } from "#db/schema.ts";
import type { Role } from "#lib/session/session.ts";

/** A person's login record as pages may show it; the password hash never leaves the account's own modules. */
export interface Account {
  id: string;
  email: string;
  name: string;
  role: Role;
  bannedAt: Date | null;
  bannedUntil: Date | null;
  banReason: string | null;
  emailVerifiedAt: Date | null;
  createdAt: Date;
  passwordChangedAt: Date;
  /** When it is deleted, unless its person signs in before. */
  deletionDueAt: Date | null;
}

export function toAccount(row: typeof accounts.$inferSelect): Account {
  const { passwordHash: _hash, rowId: _rowId, ...account } = row;
  return account;
}

const maxNameLength = 100;
const maxEmailLength = 254;

/**
 * A display name: trimmed, 1 to 100 code points, something of it visible. No control character and none that is
 * unseen or turns the direction, but for the two joiners that scripts and emoji need.
 */
export function parseName(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const name = value.normalize("NFC").trim();
  const isPlain = !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/u.test(name);
  const isVisible = /[\p{L}\p{N}\p{P}\p{S}]/u.test(name.replace(blankLetters, ""));
  return [...name].length <= maxNameLength && isPlain && isVisible ? name : null;
}

/** Letters and symbols in Unicode's eyes, nothing in a person's. */
const blankLetters = /[\u115f\u1160\u2800\u3164\uffa0]/g;

/** An address as HTML's own e-mail field accepts it; trimmed, at most 254 characters. */
export function parseEmail(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const email = value.trim();
  return email.length <= maxEmailLength && emailPattern.test(email) ? email : null;
}

// https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
const label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
const emailPattern = new RegExp(
  `^[a-zA-Z0-9.!#$%&'*+/=?^_\`{|}~-]{1,64}@${label}(?:\\.${label})*$`,
);

export function parseRole(value: unknown): Role | null {
  return value === "admin" || value === "member" ? value : null;
}

/** A password as typed: never trimmed, bounded so that no one can make us hash a book. */
export function parsePassword(value: unknown): string | null {
  return typeof value === "string" && value !== "" && value.length <= 1_024 ? value : null;
}
