import type { Message } from "./message.ts";

/** Where mails go. `send` throws when the mail was not taken; it gives up by itself in the end. */
export interface MailTransport {
  send(message: Message): Promise<void>;
}
