interface Problem extends NodeJS.ErrnoException {
  port?: number;
}

/** Why the server does not start: a sentence for what its operator can put right, all we know for the rest. */
export function explainRefusal(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, syscall, port, path, message, stack }: Problem = error;
  if (code === "settings_refused" || code === "database_refused") return message;
  if (code === "EADDRINUSE")
    return `Port ${port} is in use already. Stop what uses it, or choose another with PORT.`;
  if (code === "EACCES" && syscall === "listen")
    return `Port ${port} is not open to this account. Choose one above 1023 with PORT.`;
  if (code === "EACCES" && path) return `${path} is not open to this account.`;
  return stack ?? message;
}
