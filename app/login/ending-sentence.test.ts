import { expect, test } from "vitest";
import type { Ending, EndReason } from "#lib/session/session.ts";
import { noon } from "#lib/testing/builders.ts";
import { endingSentence } from "./ending-sentence.ts";

const sentences: Record<EndReason, [Ending["by"], string][]> = {
  signed_out: [["you", "You signed out on this device"]],
  revoked: [["you", "This device was signed out by you, from another device,"]],
  revoked_everywhere: [
    ["you", "All your devices were signed out by you, from another device,"],
    ["administrator", "All your devices were signed out by an administrator"],
  ],
  forced: [["administrator", "This device was signed out by an administrator"]],
  banned: [["administrator", "This account was banned by an administrator"]],
  password_changed: [
    [
      "you",
      "This device was signed out because the password was changed by you, from another device,",
    ],
    [
      "administrator",
      "This device was signed out because the password was changed by an administrator",
    ],
  ],
  role_changed: [
    [
      "administrator",
      "This device was signed out because the account's role was changed by an administrator",
    ],
  ],
  idle: [["latchkey", "This device was signed out because it had not been used for a while,"]],
  expired: [
    [
      "latchkey",
      "This device was signed out because everybody has to sign in again from time to time,",
    ],
  ],
  replaced: [["latchkey", "This device was signed out because too many others signed in,"]],
  theft: [
    ["latchkey", "This device was signed out because somebody else may have used its sign-in,"],
  ],
  account_deleted: [["you", "This account was marked for deletion by you, from another device,"]],
};

const cases = Object.entries(sentences).flatMap(([reason, told]) =>
  told.map(([by, sentence]) => ({ reason: reason as EndReason, by, sentence })),
);

test.each(cases)(
  "a session ended as $reason by $by has its sentence",
  ({ reason, by, sentence }) => {
    expect(endingSentence({ reason, by, endedAt: noon })).toBe(sentence);
  },
);
