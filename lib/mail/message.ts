import { asHtml, asText, type Letter } from "./letter.ts";

export interface Mailbox {
  name: string;
  address: string;
}

/** A letter on its way, as nodemailer takes it: nothing in it makes nodemailer read a file or fetch an address. */
export interface Message {
  from: Mailbox;
  to: Mailbox;
  envelope: { from: string; to: string[] };
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  disableFileAccess: true;
  disableUrlAccess: true;
}

/** `recipient` must have passed `parseEmail`. */
export function messageOf(letter: Letter, from: Mailbox, recipient: string): Message {
  return {
    from,
    to: { name: "", address: recipient },
    envelope: { from: from.address, to: [recipient] },
    subject: letter.subject,
    text: asText(letter),
    html: asHtml(letter),
    // RFC 3834: nobody's machine shall answer.
    headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Who mails come from: `MAIL_FROM`, or `latchkey@` and the public host. */
export function senderOf(mailFrom: string | null, publicUrl: URL): Mailbox {
  const given = mailFrom ?? `latchkey@${publicUrl.hostname}`;
  const [, name = "", address = given] = /^([^<>]*)<([^<>]+)>$/.exec(given) ?? [];
  return { name: name.trim().replace(/^"(.*)"$/, "$1") || "Latchkey", address: address.trim() };
}
