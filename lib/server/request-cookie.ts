/**
 * The value of the cookie of this name in a `Cookie` header, as Next's `cookies()` would read it: the last of several
 * counts, and what cannot be decoded is none. Null where there is none.
 */
export function requestCookie(header: string | undefined, name: string): string | null {
  const start = `${name}=`;
  const values = (header ?? "")
    .split(/; */)
    .filter((pair) => pair.startsWith(start))
    .map((pair) => decoded(pair.slice(start.length)));
  return values.findLast((value) => value !== null) ?? null;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
