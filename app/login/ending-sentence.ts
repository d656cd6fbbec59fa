import type { Ending } from "#lib/session/session.ts";

const whom = {
  you: "you, from another device,",
  administrator: "an administrator",
  latchkey: "Latchkey",
} as const;

/**
 * What ended the session and by whom, as the beginning of a sentence that goes on with when. Whoever reads it may
 * be the thief, so it says no more than that.
 */
export function endingSentence({ reason, by }: Ending): string {
  switch (reason) {
    case "signed_out":
      return "You signed out on this device";
    case "revoked":
    case "forced":
      return `This device was signed out by ${whom[by]}`;
    case "revoked_everywhere":
      return `All your devices were signed out by ${whom[by]}`;
    case "banned":
      return `This account was banned by ${whom[by]}`;
    case "password_changed":
      return `This device was signed out because the password was changed by ${whom[by]}`;
    case "role_changed":
      return `This device was signed out because the account's role was changed by ${whom[by]}`;
    case "idle":
      return "This device was signed out because it had not been used for a while,";
    case "expired":
      return "This device was signed out because everybody has to sign in again from time to time,";
    case "replaced":
      return "This device was signed out because too many others signed in,";
    case "theft":
      return "This device was signed out because somebody else may have used its sign-in,";
    case "account_deleted":
      return `This account was marked for deletion by ${whom[by]}`;
  }
}
