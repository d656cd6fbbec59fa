/** Alone in its file so that `proxy.ts` can know the name without the means to open it. */
export const sessionCookieName = "__Host-latchkey";
