import { namesOf } from "./own-cookie.ts";

/** Alone in its file so that `proxy.ts` can know the name without the means to open it. */
export const sessionCookieWord = "latchkey";

/** What the session cookie is called at one public address or another. */
export const sessionCookieNames: readonly string[] = namesOf(sessionCookieWord);
