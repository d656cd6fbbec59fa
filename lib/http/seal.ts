import "server-only";
import { sealData, unsealData } from "iron-session";
import { services } from "#lib/services.ts";
import { hashToken } from "#lib/session/token.ts";

/** The seal itself never expires: the row is the authority, and an old cookie can still be told why it is refused. */
const ttl = 0;

// An upper bound, so that nobody can make us decrypt a book; a seal of a token has about 300 characters.
const maxSealLength = 1_024;

/** What only we can open, and know again as ours. */
export function sealed(content: Record<string, string>): Promise<string> {
  return sealData(content, { password: byNumber(services().sessionSecrets.slice(0, 1)), ttl });
}

/** What stands in a seal of ours; nothing in whatever cannot be opened, as iron-session answers. */
export async function opened(seal: string): Promise<Record<string, unknown>> {
  if (seal.length > maxSealLength) return {};
  const password = byNumber(services().sessionSecrets);
  return unsealData<Record<string, unknown>>(seal, { password, ttl });
}

/** A seal names its secret by number: one drawn from the secret itself stays true when others come and go. */
function byNumber(secrets: string[]): Record<string, string> {
  return Object.fromEntries(secrets.map((secret) => [hashToken(secret).readUInt32BE(), secret]));
}
