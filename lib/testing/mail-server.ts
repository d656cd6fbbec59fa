import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { onTestFinished } from "vitest";

export interface ReceivedMail extends Email {
  source: string;
}

/** Links to this path in the mail, in its text and in its page. */
export function linksIn({ text = "", html = "" }: Email, path: string): [string[], string[]] {
  const find = (body: string) =>
    Array.from(body.matchAll(/https?:\/\/[^\s"<>]+/g), ([link]) => link).filter(
      (link) => new URL(link).pathname === path,
    );
  return [find(text), find(html)];
}

/** The token of the mail's link to this path. */
export function tokenIn(mail: Email | undefined, path: string): string {
  const [link] = mail ? linksIn(mail, path)[0] : [];
  const token = link && new URL(link).searchParams.get("token");
  if (!token) throw new Error(`The mail holds no link to ${path}.`);
  return token;
}

/** A real mail server on a port of its own, without a password; gone when the test is over. */
export async function aMailServer(options: SMTPServerOptions = {}) {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    logger: false,
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      buffer(stream)
        .then(async (content) => {
          const mail = await PostalMime.parse(content);
          received.push({ ...mail, source: content.toString("latin1") });
          done();
        })
        .catch(done);
    },
    ...options,
  });
  // Clients that are cut off in the middle are part of the tests.
  server.on("error", () => {});
  const listener = server.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const close = () => new Promise<void>((closed) => server.close(() => closed()));
  onTestFinished(close);
  const { port } = listener.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, port, received, close };
}
