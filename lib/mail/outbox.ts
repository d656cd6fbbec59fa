import { chmod, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newId } from "#lib/session/token.ts";
import type { MailTransport } from "./mail-transport.ts";

/** The folder for mails that nobody sends, beside the database. */
export const outboxIn = (dataDirectory: string): string => join(dataDirectory, "outbox");

/**
 * Writes each mail as a file that any mail program opens. Mails carry links that work, so only the owner of the
 * process may read them; a file appears under its name when it is complete.
 */
export function outboxTransport(folder: string, now: () => Date): MailTransport {
  return {
    async send(message) {
      const { createTransport } = await import("nodemailer");
      const composer = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
      const { message: content } = await composer.sendMail({ ...message, date: now() });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await chmod(folder, 0o700);
      await place(folder, `${now().toISOString().replaceAll(":", "-")}-${newId()}`, content);
    },
  };
}

async function place(folder: string, name: string, content: unknown): Promise<void> {
  const draft = join(folder, `.${name}.draft`);
  try {
    await writeFile(draft, content as Buffer, { mode: 0o600, flag: "wx" });
    await rename(draft, join(folder, `${name}.eml`));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
