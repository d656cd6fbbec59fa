import type { Services } from "#lib/services.ts";
import type { Session } from "#lib/session/session.ts";
import type { SignedInActor } from "#lib/session/sessions.ts";
import type { Device } from "./devices.ts";
import { demoPassword, type Person } from "./people.ts";

/** What people do, each through the same code as their browsers. */
export type Life = ReturnType<typeof lifeIn>;

export function lifeIn({ accounts, sessions }: Services) {
  const sessionOn = async (device: Device) => device.token && sessions.find(device.token);

  async function signIn(
    email: string,
    device: Device,
    { password = demoPassword, remember = false } = {},
  ): Promise<void> {
    const { client, token: replaces } = device;
    const outcome = await accounts.signIn({ email, password, remember, client, replaces });
    if (outcome.kind === "signed_in") device.token = outcome.token;
  }

  return {
    signIn,

    async signUp({ name, email }: Person, device: Device): Promise<void> {
      const { client, token: replaces } = device;
      const person = { name, email, password: demoPassword };
      const outcome = await accounts.signUp(person, { client, replaces });
      if (outcome.kind === "signed_in") device.token = outcome.token;
    },

    /** Opens a page; who has to sign in first mistypes the password at times. */
    async visit(
      { email }: Person,
      device: Device,
      { remember, mistypes }: { remember: boolean; mistypes: boolean },
    ): Promise<void> {
      const session = await sessionOn(device);
      if (session) return sessions.touch(session);
      if (mistypes) await signIn(email, device, { password: "sunny harbor lights" });
      await signIn(email, device, { remember });
    },

    /** Opens another page, if still signed in. */
    async touch(device: Device): Promise<void> {
      const session = await sessionOn(device);
      if (session) await sessions.touch(session);
    },

    async signOut(device: Device): Promise<void> {
      const session = await sessionOn(device);
      if (session) await sessions.signOut(actorOf(session));
    },

    /** Signs in on the device if need be, and acts from there. */
    async acting({ email }: Person, device: Device): Promise<SignedInActor> {
      if (!(await sessionOn(device))) await signIn(email, device);
      const session = await sessionOn(device);
      if (!session) throw new Error(`${email} cannot sign in.`);
      return actorOf(session);
    },

    async idOf({ email }: Person): Promise<string> {
      const account = await accounts.findByEmail(email);
      if (account === null) throw new Error(`${email} has no account.`);
      return account.id;
    },
  };
}

const actorOf = ({ id, account, address }: Session): SignedInActor => ({
  kind: "account",
  id: account.id,
  sessionId: id,
  address,
});
