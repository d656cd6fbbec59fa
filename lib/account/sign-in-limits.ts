import type { Database } from "#db/open.ts";
import { accountKnowing } from "#lib/known-device/known-devices.ts";
import type { Limit } from "#lib/throttle/failure-throttle.ts";
import { signInFromDevice, signInFromNetwork, signInToAccount } from "#lib/throttle/limits.ts";
import type { Credentials } from "./sign-in.ts";

export interface SignInLimits {
  /** The account's or the known browser's: a success forgets it. */
  own: Limit;
  /** A success takes back its one failure: a thief's own account resets nothing. */
  network: Limit | null;
  /** In the order in which they are counted. */
  all: Limit[];
}

/**
 * By which limits the attempt is judged. A browser that the account knows has a budget of its own, so that no
 * stranger can make its owner wait there (ASVS 5.0 6.1.1).
 */
export function signInLimits(database: Database, asked: Credentials): SignInLimits {
  const { email, client, device = null } = asked;
  const account = device && accountKnowing(database, email, device);
  if (device && account !== null) {
    const own = signInFromDevice(account, device);
    return { own, network: null, all: [own] };
  }
  const own = signInToAccount(email);
  const network = signInFromNetwork(client.address);
  // The network first: what it must give back when the account refuses hurts nobody else meanwhile.
  return { own, network, all: [network, own] };
}
