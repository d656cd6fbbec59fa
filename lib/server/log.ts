/** One line on what went wrong: names, codes, messages and the place it comes from. */
export function logProblem(what: string, error: unknown): void {
  console.error(`${new Date().toISOString()} ${what}: ${describe(error)}`);
}

function describe(error: unknown): string {
  const causes: string[] = [];
  for (
    let cause = error;
    cause !== undefined;
    cause = cause instanceof Error ? cause.cause : undefined
  )
    causes.push(nameOf(cause));
  const place = error instanceof Error ? /\n\s+(at .+)/.exec(error.stack ?? "")?.[1] : undefined;
  return oneLine(causes.join(" because of ") + (place ? ` ${place}` : ""));
}

/** Only the first line of a message: a failed query lists its parameters below. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  const name = typeof code === "string" ? `${error.name} ${code}` : error.name;
  return `${name}: ${error.message.split("\n", 1)[0]}`;
}

/** Keeps a message from writing lines of its own, or into the terminal. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").slice(0, 500);
}
