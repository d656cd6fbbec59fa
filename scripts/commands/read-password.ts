import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { parsePassword } from "#lib/account/account.ts";
import { Refused } from "./refused.ts";

type Input = NodeJS.ReadableStream & { isTTY?: boolean };

/** The password on standard input without its trailing newline, or typed unseen when that is a terminal. */
export async function readPassword(input: Input = process.stdin): Promise<string> {
  const typed = input.isTTY ? await ask("Password: ", input) : await readAll(input);
  if (typed === "") throw new Refused("No password came on standard input.");
  if (/[\r\n]/.test(typed)) throw new Refused("The password must be a single line.");
  const password = parsePassword(typed);
  if (password === null) throw new Refused("The password is too long.");
  return password;
}

/** More than any password: a wrong file redirected here must not fill the memory. */
const maxInputBytes = 8_192;

async function readAll(input: Input): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    if (size > maxInputBytes) throw new Refused("The password is too long.");
  }
  return decode(Buffer.concat(chunks)).replace(/\r?\n$/, "");
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused("The password is not UTF-8 text.");
  }
}

/** The prompt goes to stderr, so that stdout stays the command's answer; what is typed goes nowhere. */
function ask(prompt: string, input: Input): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // The terminal stops echoing here, so the prompt comes after it.
  const lines = createInterface({ input, output: nowhere, terminal: true });
  process.stderr.write(prompt);
  return new Promise((resolve, reject) => {
    lines.once("line", (line) => {
      resolve(line);
      lines.close();
    });
    lines.once("close", () => {
      process.stderr.write("\n");
      reject(new Refused("No password was typed."));
    });
  });
}
