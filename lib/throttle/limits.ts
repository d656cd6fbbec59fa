import { type Duration, hours, minutes } from "#lib/duration.ts";
import { hashToken, type SessionToken } from "#lib/session/token.ts";
import type { Limit } from "./failure-throttle.ts";
import { networkOf } from "./network.ts";

// Every limit there is. docs/adr/0010-limits-and-known-devices.md gives the reasons for the numbers.

/** Wrong passwords for one account, from browsers in which nobody has signed in to it before. */
export function signInToAccount(email: string): Limit {
  // An address is personal data and may be anything that was typed: only its hash is kept.
  const account = hashToken(email.toLowerCase()).toString("base64url");
  return { key: `sign-in:account:${account}`, failures: 10, window: minutes(15) };
}

/** Wrong passwords for any account from one network, known browsers not counted. */
export function signInFromNetwork(address: string): Limit {
  return { key: `sign-in:address:${networkOf(address)}`, failures: 100, window: minutes(15) };
}

/**
 * Wrong passwords for one account from a browser that it knows. Of its own for each pair: success with one account
 * must not give somebody new tries at another.
 */
export function signInFromDevice(accountId: string, device: SessionToken): Limit {
  const known = hashToken(device).toString("base64url");
  return { key: `sign-in:device:${accountId}:${known}`, failures: 10, window: minutes(15) };
}

/** Accounts made from one network. */
export function signUpFromNetwork(address: string): Limit {
  return { key: `sign-up:address:${networkOf(address)}`, failures: 10, window: hours(1) };
}

/** Wrong passwords of somebody signed in: whoever holds a stolen session must not guess it, wherever it is asked for. */
export function provingPasswordOf(accountId: string): Limit {
  return { key: `password:account:${accountId}`, failures: 10, window: minutes(15) };
}

/** Mails that anybody can cause to one address: nobody's mailbox is to be filled. */
export function mailTo(email: string): Limit {
  const recipient = hashToken(email.toLowerCase()).toString("base64url");
  return { key: `mail:recipient:${recipient}`, failures: 5, window: hours(1) };
}

/** Mails that one network can cause, to whomever. */
export function mailFromNetwork(address: string): Limit {
  return { key: `mail:address:${networkOf(address)}`, failures: 30, window: hours(1) };
}

/** A repeated event stands in the trail once in the window. */
export function noted(what: string, window: Duration = minutes(1)): Limit {
  return { key: `noted:${what}`, failures: 1, window };
}
