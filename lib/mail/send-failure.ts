export interface Failure {
  /** For the log. */
  what: string;
  /** The receiving side will not take it, however often it is offered. */
  isFinal: boolean;
}

/** What nodemailer adds to its errors. */
interface SmtpError {
  code?: unknown;
  command?: unknown;
  responseCode?: unknown;
  response?: unknown;
}

/**
 * Why a mail was not taken. What a server answers may repeat the address or the link that it was given, so only
 * its code is told; what this side has to say is told whole.
 */
export function failureOf(error: unknown): Failure {
  const { code, command, responseCode, response } = (error ?? {}) as SmtpError;
  const message = error instanceof Error && response === undefined ? error.message : undefined;
  const parts = [code, command, responseCode, message?.split("\n", 1)[0]];
  const what = parts.filter((part) => part !== undefined && part !== "").join(" ");
  const isRefusal = typeof responseCode === "number" && responseCode >= 500;
  // Refused before that, it is the sender's settings that are wrong, and somebody may put them right.
  const isOfThisMail = command === "RCPT TO" || command === "DATA";
  return { what: what === "" ? "unknown problem" : what, isFinal: isRefusal && isOfThisMail };
}
