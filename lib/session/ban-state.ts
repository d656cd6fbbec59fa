/** A ban without an end, or whose end is still to come. */
export function isBanned(
  account: { bannedAt: Date | null; bannedUntil: Date | null },
  now: Date,
): boolean {
  return account.bannedAt !== null && (account.bannedUntil === null || account.bannedUntil > now);
}
