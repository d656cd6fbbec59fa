import { isCommonPassword } from "./common-passwords.ts";

/** bcrypt reads no further (and would cut silently), so a longer password is refused. */
export const passwordMaxBytes = 72;

/**
 * What is wrong with a new password, as a sentence for the person, or null. Length counts code points. `about` is
 * what is known of the person and the place: a name, an address, a host (ASVS 5.0 6.2.1, 6.2.4, 6.2.5, 6.2.11).
 */
export function passwordProblem(
  password: string,
  minLength: number,
  about: string[] = [],
): string | null {
  if ([...password].length < minLength)
    return `Use at least ${minLength} characters. A few words in a row are easy to remember.`;
  if (Buffer.byteLength(password) > passwordMaxBytes)
    return `Use at most ${passwordMaxBytes} bytes: that is ${passwordMaxBytes} plain letters, fewer with accents or emoji.`;
  if (password.includes("\0")) return "A password cannot contain a null character.";
  if (isCommonPassword(password))
    return "This is one of the passwords that are tried first. Choose another.";
  if (isLittleMoreThan(about, password))
    return "This is little more than your name, your address or the name of this site. Choose another.";
  return null;
}

/** Fewer characters beside what everybody knows are no secret. */
const leastOfOnesOwn = 8;

function isLittleMoreThan(about: string[], password: string): boolean {
  const typed = fold(password);
  const known = wordsOf(["Latchkey", ...about]);
  const rest = known.reduce((left, word) => left.replaceAll(word, ""), typed);
  return rest !== typed && [...rest].length < leastOfOnesOwn;
}

/** Each part of a name, an address or a host that is long enough to be recognised, the longest first. */
function wordsOf(texts: string[]): string[] {
  const words = texts.map(fold).flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]);
  return words
    .filter((word) => word.length >= 4)
    .toSorted((one, other) => other.length - one.length);
}

const fold = (text: string): string => text.normalize("NFKC").toLowerCase();
