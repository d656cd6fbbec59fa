const longest = 500;

/** What is known of a failure as one line: its causes, where it comes from, and nothing that is secret. */
export function describeProblem(error: unknown): string {
  const causes: string[] = [];
  for (
    let cause = error;
    cause !== undefined;
    cause = cause instanceof Error ? cause.cause : undefined
  )
    causes.push(nameOf(cause));
  const place = error instanceof Error ? /\n\s+(at .+)/.exec(error.stack ?? "")?.[1] : undefined;
  return plainLine(causes.join(" because of ") + (place ? ` ${place}` : ""));
}

/** Only the first line of a message: a failed query lists its parameters below. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  const name = typeof code === "string" ? `${error.name} ${code}` : error.name;
  return `${name}: ${error.message.split("\n", 1)[0]}`;
}

/** Text that cannot write lines of its own, nor into a terminal, and holds no secret (ASVS 5.0 16.4.1, 16.2.5). */
export function plainLine(text: string): string {
  return withoutSecrets(text)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)
    .slice(0, longest);
}

const escaped = (character: string) =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;

const secrets: [RegExp, string][] = [
  // Cookies as iron-session seals them, session tokens and links, bcrypt hashes.
  [/Fe26\.2\*[^\s;,"']*/g, "[seal]"],
  [/(?<![\w-])[\w-]{43}(?![\w-])/g, "[token]"],
  [/\$2[aby]\$\d\d\$[./\w]{53}/g, "[hash]"],
  [/\b(Bearer|Basic)\s+\S+/gi, "$1 [credentials]"],
  [/(:\/\/)[^\s/@]+@/g, "$1[credentials]@"],
  // A link's token stands in its query.
  [/\?[\w.%-]+=\S*/g, "?[query]"],
];

function withoutSecrets(text: string): string {
  return secrets.reduce((rest, [secret, name]) => rest.replace(secret, name), text);
}
