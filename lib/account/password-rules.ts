/** bcrypt reads no further (and would cut silently), so a longer password is refused. */
export const passwordMaxBytes = 72;

/** What is wrong with a new password, as a sentence for the person, or null. Length counts code points. */
export function passwordProblem(password: string, minLength: number): string | null {
  if ([...password].length < minLength)
    return `Use at least ${minLength} characters. A few words in a row are easy to remember.`;
  if (Buffer.byteLength(password) > passwordMaxBytes)
    return `Use at most ${passwordMaxBytes} bytes: that is ${passwordMaxBytes} plain letters, fewer with accents or emoji.`;
  if (password.includes("\0")) return "A password cannot contain a null character.";
  return null;
}
