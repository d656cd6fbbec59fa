import { sealData, unsealData } from "iron-session";
import QuickLRU from "quick-lru";
import { hashToken, parseToken, type SessionToken } from "./session/token.ts";

/** The seal itself never expires: the row is the authority, and an old cookie can still be told why it is refused. */
const ttl = 0;

// An upper bound, so that nobody can make us decrypt a book; a seal of a token has about 300 characters.
const maxSealLength = 1_024;

type Contents = Readonly<Record<string, unknown>>;

/** Makes and opens the seals of one set of secrets, newest first: the newest seals, all of them open. */
export type Seals = ReturnType<typeof sealsOf>;

/**
 * Opening is the dearest step of a session check and depends on the seal and the secrets alone, so what came of it is
 * remembered: of the last `remembered` seals that were ours, and of at most as many before them.
 */
export function sealsOf(secrets: readonly string[], remembered = 20_000) {
  const passwords = byNumber(secrets);
  const newest = byNumber(secrets.slice(0, 1));
  const known = new QuickLRU<string, Contents>({ maxSize: remembered });

  return {
    /** What only we can open, and know again as ours. */
    seal: (contents: Record<string, string>): Promise<string> =>
      sealData(contents, { password: newest, ttl }),

    /** What stands in a seal of ours; nothing in whatever cannot be opened, as iron-session answers. */
    async open(seal: string): Promise<Contents> {
      if (seal.length > maxSealLength) return {};
      const opened = known.get(seal);
      if (opened) return opened;
      const contents = await unsealData<Record<string, unknown>>(seal, {
        password: passwords,
        ttl,
      });
      // What is not ours takes up no room, however much of it arrives.
      if (Object.keys(contents).length > 0) known.set(seal, Object.freeze(contents));
      return contents;
    },
  };
}

/** The token in a session cookie; null for one that is damaged, foreign or sealed by another secret. */
export async function sessionTokenIn(seals: Seals, seal: string): Promise<SessionToken | null> {
  return parseToken((await seals.open(seal)).token);
}

/** A seal names its secret by number: one drawn from the secret itself stays true when others come and go. */
function byNumber(secrets: readonly string[]): Record<string, string> {
  return Object.fromEntries(secrets.map((secret) => [hashToken(secret).readUInt32BE(), secret]));
}
