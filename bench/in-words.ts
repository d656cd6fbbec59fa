/** A count as people say it. */
export const inWords = (count: number): string =>
  count >= 1_000_000 ? `${count / 1_000_000} million` : `${count / 1_000} thousand`;
