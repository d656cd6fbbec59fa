import { type Duration, hours, minutes } from "#lib/duration.ts";
import { hashToken, type SessionToken } from "#lib/session/token.ts";
import type { Limit } from "./failure-throttle.ts";
import { networkOf } from "./network.ts";

// Every limit there is. docs/adr/0010-limits-and-known-devices.md gives the reasons for the numbers.

/** Wrong passwords for one account, from browsers in which nobody has signed in to it before. */
export function signInToAccount(email: string): Limit {
  return { key: `sign-in:account:${mailboxOf(email)}`, failures: 10, window: minutes(15) };
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

/** Accounts made from one network: a whole office may be behind it. */
export function signUpFromNetwork(address: string): Limit {
  return { key: `sign-up:address:${networkOf(address)}`, failures: 300, window: hours(1) };
}

/** Wrong passwords of somebody signed in: whoever holds a stolen session must not guess it, wherever it is asked for. */
export function provingPasswordOf(accountId: string): Limit {
  return { key: `password:account:${accountId}`, failures: 10, window: minutes(15) };
}

/** Links to a new password that one network asks for, for whomever. */
export function resetFromNetwork(address: string): Limit {
  return { key: `reset:address:${networkOf(address)}`, failures: 100, window: minutes(15) };
}

/**
 * Mails with such a link to one mailbox: three an hour on behalf of one network; for all networks together three
 * while a link lives and no longer, so that whoever is kept from asking by strangers holds a link that works.
 */
export function resetToMailbox(email: string, address: string, linkLife: Duration): Limit[] {
  const mailbox = mailboxOf(email);
  return [
    { key: `reset:mailbox:${mailbox}:${networkOf(address)}`, failures: 3, window: hours(1) },
    { key: `reset:mailbox:${mailbox}`, failures: 3, window: linkLife },
  ];
}

/** Mails to confirm the address of one account. */
export function verificationOf(accountId: string): Limit {
  return { key: `verify:account:${accountId}`, failures: 3, window: hours(1) };
}

/** Mails to addresses that are not their sender's: of one account, and to one mailbox. */
export function emailChange(accountId: string, email: string): Limit[] {
  return [
    { key: `email-change:account:${accountId}`, failures: 5, window: hours(1) },
    { key: `email-change:mailbox:${mailboxOf(email)}`, failures: 3, window: hours(1) },
  ];
}

/** A repeated event stands in the trail once in the window. */
export function noted(what: string, window: Duration = minutes(1)): Limit {
  return { key: `noted:${what}`, failures: 1, window };
}

/** An address is personal data and may be anything that was typed: only its hash is kept. */
const mailboxOf = (email: string): string => hashToken(email.toLowerCase()).toString("base64url");
