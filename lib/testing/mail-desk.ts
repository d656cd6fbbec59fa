import type { Database } from "#db/open.ts";
import { anAccount } from "./builders.ts";
import { temporaryDatabase } from "./database.ts";
import { aMailServer, type ReceivedMail, tokenIn } from "./mail-server.ts";
import { actorBehind, hashOf, temporaryServices } from "./services.ts";

export const password = "correct horse battery";
const passwordHash = await hashOf(password);

export const client = { address: "192.0.2.7", userAgent: "curl/8.5.0" };

/** All of Latchkey with a mail server, and somebody signed in. */
export async function aMailDesk(database: Database = temporaryDatabase()) {
  const { url, received } = await aMailServer();
  const desk = temporaryServices({ database, settings: { SMTP_URL: url } });
  const { services } = desk;
  const account = anAccount(database, { passwordHash });

  const signIn = async (given: { email?: string; password?: string } = {}) => {
    const asked = { email: account.email, password, ...given, remember: false };
    const outcome = await services.accounts.signIn({ ...asked, client, replaces: null });
    return outcome.kind === "signed_in" ? outcome.token : null;
  };
  const here = await signIn();
  if (here === null) throw new Error("The account cannot sign in.");

  /** Sends everything that is due; what arrived by that. */
  const deliver = async (): Promise<ReceivedMail[]> => {
    const before = received.length;
    while ((await services.mail.sendDue()).kind === "sent");
    return received.slice(before);
  };
  /** The token of the one mail with such a link that arrives now. */
  const link = async (path: string) => {
    const arrived = (await deliver()).filter(({ text }) => text?.includes(path));
    return tokenIn(arrived.length === 1 ? arrived[0] : undefined, path) as typeof here;
  };
  const by = await actorBehind(services, here);
  return { ...desk, account, received, here, by, signIn, deliver, link };
}

/** Who got which mail, without the order in which they arrived. */
export const kindsOf = (arrived: ReceivedMail[]): string[] =>
  arrived.map(({ subject, to }) => `${to?.[0]?.address}: ${subject}`).sort();
