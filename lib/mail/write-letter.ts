import { instantDetail, inWords, plainDetail } from "./detail.ts";
import type { Letter } from "./letter.ts";
import type { MailKind, WaitingMail } from "./queue-mail.ts";

interface Facts {
  mail: WaitingMail;
  /** Latchkey by its public name. */
  site: string;
  /** A page of Latchkey. */
  page: (path: string) => string;
  /** The mail's own link, with its token; null for mails without one. */
  link: string | null;
}

/** What the mail says. It names nobody: whoever signs up chooses their name, and might choose an advertisement. */
export function writeLetter(mail: WaitingMail, publicUrl: URL, link: string | null): Letter {
  const page = (path: string) => new URL(path, publicUrl).href;
  return letters[mail.kind]({ mail, site: `Latchkey at ${publicUrl.host}`, page, link });
}

const ignore = "If that was not you, you need not do anything: nothing was changed.";

const letters: Record<MailKind, (facts: Facts) => Letter> = {
  reset_password: ({ mail, site, link }) => ({
    subject: "Set a new password",
    paragraphs: [
      `Somebody asked on ${inWords(mail.createdAt)} to set a new password for your account on ${site}.`,
    ],
    ...action("Set a new password", link),
    after: ["The link works once, for 10 minutes after this mail was sent.", ignore],
  }),

  no_account: ({ mail, site, page }) => ({
    subject: "No account with this address",
    paragraphs: [
      `Somebody asked on ${inWords(mail.createdAt)} to set a new password on ${site}, but there is no account with this address.`,
      "If that was you, you may have signed up with another address.",
    ],
    ...action("Try another address", page("/forgot-password")),
    after: ["If that was not you, you need not do anything."],
  }),

  verify_email: ({ site, link }) => ({
    subject: "Confirm your email address",
    paragraphs: [`Please confirm that this is the address of your account on ${site}.`],
    ...action("Confirm email address", link),
    after: [
      "The link works once, for 24 hours after this mail was sent.",
      "If you have no account there, somebody mistyped theirs: you need not do anything.",
    ],
  }),

  change_email: ({ site, link }) => ({
    subject: "Confirm your new email address",
    paragraphs: [
      `Somebody asked to make this the address of their account on ${site}. If that was you, please confirm it.`,
    ],
    ...action("Confirm email address", link),
    after: [
      "The link works once, for an hour, and only while the device that asked stays signed in.",
      ignore,
    ],
  }),

  address_taken: ({ site, page }) => ({
    subject: "This address already has an account",
    paragraphs: [
      `Somebody asked to make this the address of their account on ${site}, but there is one with it already: yours. ${ignore}`,
    ],
    ...action("Sign in", page("/login")),
    after: [],
  }),

  email_changed: ({ mail, site }) => ({
    subject: "Your email address was changed",
    paragraphs: [
      `The address of your account on ${site} was changed on ${inWords(mail.createdAt)}. From now on you sign in with the new one, and mails go there.`,
    ],
    after: ["If that was not you, tell an administrator at once."],
  }),

  password_changed: ({ mail, site, page }) => ({
    subject: "Your password was changed",
    paragraphs: [
      `The password of your account on ${site} was changed on ${inWords(mail.createdAt)}. Other devices were signed out.`,
      "If that was you, you need not do anything. If it was not, set a new one now:",
    ],
    ...action("Set a new password", page("/forgot-password")),
    after: [],
  }),

  new_device: ({ mail, site, link }) => ({
    subject: "New sign-in to your account",
    paragraphs: [
      `Somebody signed in to your account on ${site}: ${signIn(mail)}.`,
      "If that was you, you need not do anything. If it was not, say so now: that device is signed out and the password has to be set anew.",
    ],
    ...action("This was not me", link),
    after: ["The link works once, for 7 days after this mail was sent."],
  }),

  deletion_requested: ({ mail, site, page }) => ({
    subject: "Your account will be deleted",
    paragraphs: [
      `Somebody asked to delete your account on ${site}. It will be deleted ${dueDate(mail)}.`,
      "To keep it, sign in before then:",
    ],
    ...action("Sign in", page("/login")),
    after: [],
  }),
};

const action = (label: string, href: string | null): Pick<Letter, "action"> =>
  href === null ? {} : { action: { label, href } };

function signIn({ detail, createdAt }: WaitingMail): string {
  const device = plainDetail(detail, "device") ?? "an unknown device";
  const address = plainDetail(detail, "address") ?? "an unknown address";
  return `${device}, from the address ${address}, on ${instantDetail(detail, "at") ?? inWords(createdAt)}`;
}

function dueDate({ detail }: WaitingMail): string {
  const due = instantDetail(detail, "dueAt");
  return due === null ? "soon" : `on ${due}`;
}
