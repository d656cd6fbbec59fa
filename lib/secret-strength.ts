/** Words of the samples that documentation gives, and what people type in their place. */
const sampleWords =
  /change[-_ .]?(?:me|it|this)|(?:replace|insert)[-_ .]?(?:me|this|here)|placeholder|example|your[-_ .]|go[-_ .]in[-_ .]here|at[-_ .]least[-_ .]32/i;

const leastDistinct = 10;

/**
 * Whether a secret was thought up or copied rather than drawn at random (ASVS 5.0 13.2.3): few distinct characters,
 * one word over and over, a row of neighbours, or a sample's words. Random ones are taken for such by no more than
 * accident in many millions.
 */
export function isGuessable(secret: string): boolean {
  return (
    new Set(secret).size < leastDistinct ||
    sampleWords.test(secret) ||
    isRepeated(secret) ||
    isRow(secret)
  );
}

/** `abcabcab`: the same piece at least twice, the last one perhaps cut short. */
function isRepeated(secret: string): boolean {
  for (let length = 1; length <= secret.length / 2; length++)
    if (secret.slice(length) === secret.slice(0, -length)) return true;
  return false;
}

/** `abcdefgh0123`: nearly all characters are their neighbour's next or previous. */
function isRow(secret: string): boolean {
  const codes = [...secret].map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => Math.abs(code - (codes[index] ?? 0)));
  return steps.filter((step) => step === 1).length > steps.length * 0.8;
}
