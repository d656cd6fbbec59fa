/** Whether the data could not be reached: a passing trouble of the disk or of a lock, not a bug of ours. */
export function isStoreFailure(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = String((cause as { code?: unknown }).code ?? "");
    // A broken constraint or a statement that cannot be read is a bug: trying again would not help.
    if (code.startsWith("SQLITE_")) return !/^SQLITE_(?:CONSTRAINT|ERROR)/.test(code);
  }
  return false;
}
