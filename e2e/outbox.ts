import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import PostalMime, { type Email } from "postal-mime";
import type { RunningServer } from "./server.ts";

/** How long a mail may take from the queue into the folder, in milliseconds. */
const patience = 10_000;

export type Outbox = ReturnType<typeof openOutbox>;

/** The folder into which the server writes its mails; each is handed out once. */
export function openOutbox({ databaseFile }: RunningServer) {
  const folder = join(dirname(databaseFile), "outbox");
  const read = new Set<string>();

  async function find(address: string, subject: string): Promise<Email | null> {
    const names = existsSync(folder) ? readdirSync(folder).sort() : [];
    for (const name of names.filter((each) => each.endsWith(".eml") && !read.has(each))) {
      const mail = await PostalMime.parse(readFileSync(join(folder, name)));
      if (mail.to?.[0]?.address !== address || mail.subject !== subject) continue;
      read.add(name);
      return mail;
    }
    return null;
  }

  async function next(address: string, subject: string): Promise<Email> {
    for (const giveUpAt = Date.now() + patience; Date.now() < giveUpAt; await sleep(50)) {
      const mail = await find(address, subject);
      if (mail !== null) return mail;
    }
    throw new Error(`No mail "${subject}" arrived for ${address}.`);
  }

  return {
    /** The next mail to this address with this subject, as soon as it is there. */
    next,

    /** The one link in it. */
    async link(address: string, subject: string): Promise<string> {
      const { text = "" } = await next(address, subject);
      const [link, ...others] = text.match(/https?:\/\/\S+/g) ?? [];
      if (link === undefined || others.length > 0) throw new Error(`One link expected in ${text}`);
      return link;
    },
  };
}
